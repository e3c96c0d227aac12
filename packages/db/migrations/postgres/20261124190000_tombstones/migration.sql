ALTER TABLE "comments" ALTER COLUMN "author_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "comments" ALTER COLUMN "body" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "comments_orphaned" ON "comments" ("id") WHERE "author_id" is null and "body" is not null;--> statement-breakpoint
ALTER TABLE "comments" DROP CONSTRAINT "comments_author_id_users_id_fkey", ADD CONSTRAINT "comments_author_id_users_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "comments" DROP CONSTRAINT "comments_parent", ADD CONSTRAINT "comments_parent" FOREIGN KEY ("parent_id","post_id") REFERENCES "comments"("id","post_id");