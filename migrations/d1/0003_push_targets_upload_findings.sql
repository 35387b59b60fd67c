CREATE TABLE `push_targets` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`data_type` text NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `push_targets_name` ON `push_targets` (`name`) WHERE "push_targets"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `push_targets_data_type` ON `push_targets` (`data_type`) WHERE "push_targets"."deleted_at" is null and "push_targets"."enabled" = 1;--> statement-breakpoint
CREATE TABLE `upload_findings` (
	`id` text PRIMARY KEY NOT NULL,
	`ip` text NOT NULL,
	`source` text NOT NULL,
	`kind` text NOT NULL,
	`expected` real NOT NULL,
	`seen` integer NOT NULL,
	`window_at` integer NOT NULL,
	`found_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `upload_findings_open` ON `upload_findings` (`ip`) WHERE "upload_findings"."ended_at" is null;--> statement-breakpoint
CREATE INDEX `upload_findings_found` ON `upload_findings` (`found_at`,`id`);