CREATE TABLE `rooms` (
	`id` text PRIMARY KEY,
	`name` text NOT NULL,
	`hourly_fee` integer NOT NULL,
	`booking_count` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `bookings` (
	`id` text PRIMARY KEY,
	`room_id` text,
	`reader_id` integer,
	`replaces_id` text,
	`external_id` text UNIQUE,
	`starts_at` integer,
	`ends_at` integer,
	`requested_on` text,
	`fee` integer,
	`is_paid` integer,
	`equipment` text,
	CONSTRAINT `fk_bookings_room_id_rooms_id_fk` FOREIGN KEY (`room_id`) REFERENCES `rooms`(`id`) ON DELETE CASCADE,
	CONSTRAINT `fk_bookings_reader_id_readers_id_fk` FOREIGN KEY (`reader_id`) REFERENCES `readers`(`id`) ON DELETE CASCADE,
	CONSTRAINT `bookings_replaces` FOREIGN KEY (`replaces_id`) REFERENCES `bookings`(`id`)
);
--> statement-breakpoint
CREATE INDEX `bookings_of_room` ON `bookings` (`room_id`,`starts_at`,`id`);--> statement-breakpoint
CREATE INDEX `bookings_by_reader` ON `bookings` (`reader_id`);--> statement-breakpoint
CREATE INDEX `bookings_replaced` ON `bookings` (`replaces_id`);