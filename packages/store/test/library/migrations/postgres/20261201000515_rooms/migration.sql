CREATE TABLE "rooms" (
	"id" uuid PRIMARY KEY,
	"name" text NOT NULL,
	"hourly_fee" numeric(7,2) NOT NULL,
	"booking_count" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bookings" (
	"id" uuid PRIMARY KEY,
	"room_id" uuid,
	"reader_id" bigint,
	"replaces_id" uuid,
	"external_id" uuid UNIQUE,
	"starts_at" timestamp(3) with time zone,
	"ends_at" timestamp(3) with time zone,
	"requested_on" date,
	"fee" numeric(15,2),
	"is_paid" boolean,
	"equipment" jsonb
);
--> statement-breakpoint
CREATE INDEX "bookings_of_room" ON "bookings" ("room_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "bookings_by_reader" ON "bookings" ("reader_id");--> statement-breakpoint
CREATE INDEX "bookings_replaced" ON "bookings" ("replaces_id");--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_room_id_rooms_id_fkey" FOREIGN KEY ("room_id") REFERENCES "rooms"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_reader_id_readers_id_fkey" FOREIGN KEY ("reader_id") REFERENCES "readers"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_replaces" FOREIGN KEY ("replaces_id") REFERENCES "bookings"("id");