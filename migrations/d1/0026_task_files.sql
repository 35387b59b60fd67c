CREATE TABLE `task_files` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`format` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `task_files_owner` ON `task_files` (`owner_id`,`created_at`,`id`);--> statement-breakpoint
ALTER TABLE `alerts` ADD `told_at` integer;--> statement-breakpoint
UPDATE `alerts` SET `told_at` = `started_at` WHERE `told` = 1;
