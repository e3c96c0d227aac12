CREATE TABLE `authors` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `name` text NOT NULL UNIQUE);
--> statement-breakpoint
CREATE TABLE `books` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`title` text NOT NULL,
	`title_key` text NOT NULL,
	`author_id` integer NOT NULL REFERENCES `authors`(`id`)
);
--> statement-breakpoint
CREATE TABLE `loans` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`book_id` integer NOT NULL UNIQUE REFERENCES `books`(`id`),
	`reader_id` integer NOT NULL,
	`note` text
);
--> statement-breakpoint
CREATE TABLE `shelves` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`parent_id` integer,
	CONSTRAINT `shelves_parent` FOREIGN KEY (`parent_id`) REFERENCES `shelves`(`id`),
	CONSTRAINT `shelves_not_in_itself` CHECK (`parent_id` <> `id`)
);
