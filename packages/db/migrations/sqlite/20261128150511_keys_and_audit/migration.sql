CREATE TABLE `audit_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`created_at` integer NOT NULL,
	`caller` text NOT NULL,
	`procedure` text NOT NULL,
	`keys` text NOT NULL,
	`request_id` text
);
--> statement-breakpoint
CREATE TABLE `service_keys` (
	`id` integer PRIMARY KEY AUTOINCREMENT,
	`name` text NOT NULL,
	`hash` text NOT NULL UNIQUE,
	`reads` integer DEFAULT false NOT NULL,
	`procedures` text,
	`expires_at` integer,
	`last_used_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_events_age` ON `audit_events` (`created_at`);