ALTER TABLE "posts" ADD COLUMN "first_published_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "post_tags" ALTER COLUMN "posted_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ALTER COLUMN "created_at" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "posts_drafts" ON "posts" ("author_id","updated_at","id") WHERE "created_at" is null;