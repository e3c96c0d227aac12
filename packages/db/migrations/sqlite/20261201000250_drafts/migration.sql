ALTER TABLE `posts` ADD `first_published_at` integer;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`title` text NOT NULL,
	`content` text NOT NULL,
	`author_id` integer NOT NULL,
	`category_id` integer,
	`external_id` text UNIQUE,
	`like_count` integer DEFAULT 0 NOT NULL,
	`comment_count` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer,
	`first_published_at` integer,
	`updated_at` integer NOT NULL,
	CONSTRAINT `fk_posts_author_id_users_id_fk` FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON DELETE CASCADE,
	CONSTRAINT `fk_posts_category_id_categories_id_fk` FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON DELETE SET NULL
);
--> statement-breakpoint
INSERT INTO `__new_posts`(`id`, `title`, `content`, `author_id`, `category_id`, `external_id`, `like_count`, `comment_count`, `version`, `created_at`, `updated_at`) SELECT `id`, `title`, `content`, `author_id`, `category_id`, `external_id`, `like_count`, `comment_count`, `version`, `created_at`, `updated_at` FROM `posts`;--> statement-breakpoint
DROP TABLE `posts`;--> statement-breakpoint
ALTER TABLE `__new_posts` RENAME TO `posts`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_post_tags` (
	`post_id` integer NOT NULL,
	`tag_id` integer NOT NULL,
	`posted_at` integer,
	CONSTRAINT `post_tags_pk` PRIMARY KEY(`post_id`, `tag_id`),
	CONSTRAINT `fk_post_tags_post_id_posts_id_fk` FOREIGN KEY (`post_id`) REFERENCES `posts`(`id`) ON DELETE CASCADE,
	CONSTRAINT `fk_post_tags_tag_id_tags_id_fk` FOREIGN KEY (`tag_id`) REFERENCES `tags`(`id`) ON DELETE CASCADE
);
--> statement-breakpoint
INSERT INTO `__new_post_tags`(`post_id`, `tag_id`, `posted_at`) SELECT `post_id`, `tag_id`, `posted_at` FROM `post_tags`;--> statement-breakpoint
DROP TABLE `post_tags`;--> statement-breakpoint
ALTER TABLE `__new_post_tags` RENAME TO `post_tags`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `posts_newest` ON `posts` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `posts_by_author` ON `posts` (`author_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `posts_by_category` ON `posts` (`category_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `posts_drafts` ON `posts` (`author_id`,`updated_at`,`id`) WHERE "posts"."created_at" is null;--> statement-breakpoint
CREATE INDEX `post_tags_newest` ON `post_tags` (`tag_id`,`posted_at`,`post_id`);