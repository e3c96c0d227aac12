PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_comments` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`post_id` integer NOT NULL,
	`author_id` integer,
	`parent_id` integer,
	`depth` integer DEFAULT 0 NOT NULL,
	`body` text,
	`reply_count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT `fk_comments_post_id_posts_id_fk` FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON DELETE CASCADE,
	CONSTRAINT `fk_comments_author_id_users_id_fk` FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON DELETE SET NULL,
	CONSTRAINT `comments_parent` FOREIGN KEY (`parent_id`,`post_id`) REFERENCES `comments`(`id`,`post_id`),
	CONSTRAINT `comments_id_post` UNIQUE(`id`,`post_id`),
	CONSTRAINT "comments_depth" CHECK("depth" <= 100)
);
--> statement-breakpoint
INSERT INTO `__new_comments`(`id`, `post_id`, `author_id`, `parent_id`, `depth`, `body`, `reply_count`, `created_at`, `updated_at`) SELECT `id`, `post_id`, `author_id`, `parent_id`, `depth`, `body`, `reply_count`, `created_at`, `updated_at` FROM `comments`;--> statement-breakpoint
DROP TABLE `comments`;--> statement-breakpoint
ALTER TABLE `__new_comments` RENAME TO `comments`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `comments_of_post` ON `comments` (`post_id`,`parent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `comments_replies` ON `comments` (`parent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `comments_by_author` ON `comments` (`author_id`);--> statement-breakpoint
CREATE INDEX `comments_orphaned` ON `comments` (`id`) WHERE "comments"."author_id" is null and "comments"."body" is not null;