UPDATE `posts` SET `content` = normalize(`content`) WHERE `content` <> normalize(`content`);--> statement-breakpoint
UPDATE `comments` SET `body` = normalize(`body`) WHERE `body` <> normalize(`body`);--> statement-breakpoint
UPDATE `profiles` SET `bio` = normalize(`bio`) WHERE `bio` <> normalize(`bio`);
