CREATE TABLE `__new_idempotency_keys` (
	`caller` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`created_at` integer NOT NULL,
	`size` integer DEFAULT 0 NOT NULL,
	`response` text,
	CONSTRAINT `idempotency_keys_pk` PRIMARY KEY(`key`, `caller`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_idempotency_keys` SELECT `caller`, `key`, `fingerprint`, `created_at`, `size`, `response` FROM `idempotency_keys` ORDER BY `key`, `caller`;
--> statement-breakpoint
DROP TABLE `idempotency_keys`;
--> statement-breakpoint
ALTER TABLE `__new_idempotency_keys` RENAME TO `idempotency_keys`;
