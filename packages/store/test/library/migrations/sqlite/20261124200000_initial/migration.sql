CREATE TABLE `authors` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`name` text NOT NULL,
	`name_key` text NOT NULL UNIQUE,
	`book_count` integer DEFAULT 0 NOT NULL,
	`influenced_count` integer DEFAULT 0 NOT NULL,
	`influence_count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `biographies` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`author_id` integer NOT NULL UNIQUE,
	`full_name` text NOT NULL,
	`full_name_key` text NOT NULL,
	`text` text,
	CONSTRAINT `fk_biographies_author_id_authors_id_fk` FOREIGN KEY (`author_id`) REFERENCES `authors`(`id`) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE `influences` (
	`influencer_id` integer NOT NULL,
	`influenced_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT `influences_pk` PRIMARY KEY(`influencer_id`, `influenced_id`),
	CONSTRAINT `fk_influences_influencer_id_authors_id_fk` FOREIGN KEY (`influencer_id`) REFERENCES `authors`(`id`) ON DELETE CASCADE,
	CONSTRAINT `fk_influences_influenced_id_authors_id_fk` FOREIGN KEY (`influenced_id`) REFERENCES `authors`(`id`) ON DELETE CASCADE,
	CONSTRAINT "influences_not_oneself" CHECK("influencer_id" <> "influenced_id")
);
--> statement-breakpoint
CREATE TABLE `shelves` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`parent_id` integer,
	`shelf_count` integer DEFAULT 0 NOT NULL,
	`book_count` integer DEFAULT 0 NOT NULL,
	CONSTRAINT `shelves_parent` FOREIGN KEY (`parent_id`) REFERENCES `shelves`(`id`),
	CONSTRAINT "shelves_not_in_itself" CHECK("parent_id" <> "id")
);
--> statement-breakpoint
CREATE TABLE `books` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`title` text NOT NULL,
	`title_key` text NOT NULL,
	`summary` text NOT NULL,
	`author_id` integer NOT NULL,
	`shelf_id` integer,
	`isbn` text UNIQUE,
	`loan_count` integer DEFAULT 0 NOT NULL,
	`note_count` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT `fk_books_author_id_authors_id_fk` FOREIGN KEY (`author_id`) REFERENCES `authors`(`id`) ON DELETE CASCADE,
	CONSTRAINT `fk_books_shelf_id_shelves_id_fk` FOREIGN KEY (`shelf_id`) REFERENCES `shelves`(`id`) ON DELETE SET NULL
);
--> statement-breakpoint
CREATE TABLE `subjects` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`name` text NOT NULL,
	`name_key` text NOT NULL UNIQUE,
	`book_count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `book_subjects` (
	`book_id` integer NOT NULL,
	`subject_id` integer NOT NULL,
	`added_at` integer NOT NULL,
	CONSTRAINT `book_subjects_pk` PRIMARY KEY(`book_id`, `subject_id`),
	CONSTRAINT `fk_book_subjects_book_id_books_id_fk` FOREIGN KEY (`book_id`) REFERENCES `books`(`id`) ON DELETE CASCADE,
	CONSTRAINT `fk_book_subjects_subject_id_subjects_id_fk` FOREIGN KEY (`subject_id`) REFERENCES `subjects`(`id`) ON DELETE CASCADE
);
--> statement-breakpoint
CREATE TABLE `readers` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`name` text NOT NULL,
	`name_key` text NOT NULL UNIQUE,
	`email` text UNIQUE,
	`email_verified` integer DEFAULT false NOT NULL,
	`role` text DEFAULT 'reader' NOT NULL,
	`card_number` integer,
	`member_since` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `loans` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`book_id` integer NOT NULL,
	`reader_id` integer NOT NULL,
	`note` text,
	CONSTRAINT `fk_loans_book_id_books_id_fk` FOREIGN KEY (`book_id`) REFERENCES `books`(`id`) ON DELETE CASCADE,
	CONSTRAINT `fk_loans_reader_id_readers_id_fk` FOREIGN KEY (`reader_id`) REFERENCES `readers`(`id`) ON DELETE CASCADE,
	CONSTRAINT `loans_once` UNIQUE(`book_id`,`reader_id`)
);
--> statement-breakpoint
CREATE TABLE `notes` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`book_id` integer NOT NULL,
	`reader_id` integer,
	`parent_id` integer,
	`depth` integer DEFAULT 0 NOT NULL,
	`body` text NOT NULL,
	`reply_count` integer DEFAULT 0 NOT NULL,
	CONSTRAINT `fk_notes_book_id_books_id_fk` FOREIGN KEY (`book_id`) REFERENCES `books`(`id`) ON DELETE CASCADE,
	CONSTRAINT `fk_notes_reader_id_readers_id_fk` FOREIGN KEY (`reader_id`) REFERENCES `readers`(`id`) ON DELETE CASCADE,
	CONSTRAINT `notes_parent` FOREIGN KEY (`parent_id`,`book_id`) REFERENCES `notes`(`id`,`book_id`) ON DELETE CASCADE,
	CONSTRAINT `notes_id_book` UNIQUE(`id`,`book_id`),
	CONSTRAINT "notes_depth" CHECK("depth" <= 100)
);
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`caller` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`created_at` integer NOT NULL,
	`size` integer DEFAULT 0 NOT NULL,
	`response` text,
	CONSTRAINT `idempotency_keys_pk` PRIMARY KEY(`key`, `caller`)
);
--> statement-breakpoint
CREATE INDEX `influences_of` ON `influences` (`influenced_id`,`created_at`,`influencer_id`);--> statement-breakpoint
CREATE INDEX `shelves_by_parent` ON `shelves` (`parent_id`,`name_key`,`id`);--> statement-breakpoint
CREATE INDEX `books_by_title` ON `books` (`title_key`,`id`);--> statement-breakpoint
CREATE INDEX `books_by_author` ON `books` (`author_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `books_by_shelf` ON `books` (`shelf_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `book_subjects_newest` ON `book_subjects` (`subject_id`,`added_at`,`book_id`);--> statement-breakpoint
CREATE INDEX `loans_by_reader` ON `loans` (`reader_id`,`book_id`);--> statement-breakpoint
CREATE INDEX `notes_of_book` ON `notes` (`book_id`,`parent_id`,`id`);--> statement-breakpoint
CREATE INDEX `notes_replies` ON `notes` (`parent_id`,`id`);--> statement-breakpoint
CREATE INDEX `notes_by_reader` ON `notes` (`reader_id`);