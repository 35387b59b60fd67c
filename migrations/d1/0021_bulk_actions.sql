CREATE TABLE `bulk_actions` (
	`id` text PRIMARY KEY NOT NULL,
	`noun` text NOT NULL,
	`action` text NOT NULL,
	`owner_id` text NOT NULL,
	`department_id` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`ending` text
);
--> statement-breakpoint
CREATE INDEX `bulk_actions_created` ON `bulk_actions` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `bulk_actions_owner` ON `bulk_actions` (`owner_id`,`ended_at`);