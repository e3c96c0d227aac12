UPDATE "posts" SET "content" = normalize("content", NFC) WHERE "content" IS NOT NFC NORMALIZED;--> statement-breakpoint
UPDATE "comments" SET "body" = normalize("body", NFC) WHERE "body" IS NOT NFC NORMALIZED;--> statement-breakpoint
UPDATE "profiles" SET "bio" = normalize("bio", NFC) WHERE "bio" IS NOT NFC NORMALIZED;
