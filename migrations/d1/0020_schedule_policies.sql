-- Schedules of people beside the platform's own jobs: intervals, one-offs, what happens to missed slots, tasks as targets.
-- Slots get one of a closed list of reasons, and missed slots that follow each other share a row.
CREATE TABLE `schedules_new` (
	`name` text PRIMARY KEY NOT NULL,
	`title` text,
	`kind` text DEFAULT 'cron' NOT NULL,
	`cron` text,
	`every_s` integer,
	`start_at` integer,
	`time_zone` text DEFAULT 'Asia/Shanghai' NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`paused_at` integer,
	`catch_up` text DEFAULT 'once' NOT NULL,
	`catch_up_max` integer,
	`max_lateness_s` integer,
	`rerun` integer DEFAULT false NOT NULL,
	`target` text DEFAULT 'job' NOT NULL,
	`task_kind` text,
	`task_input` text,
	`task_creator` text,
	`since` integer NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`edited_at` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
INSERT INTO `schedules_new` (`name`, `cron`, `time_zone`, `enabled`, `since`, `created_at`, `updated_at`, `deleted_at`)
	SELECT `name`, `cron`, `time_zone`, `enabled`, `created_at` - 60000, `created_at`, `updated_at`, `deleted_at` FROM `schedules`;
--> statement-breakpoint
CREATE TABLE `schedule_slots_new` (
	`schedule` text NOT NULL,
	`slot_at` integer NOT NULL,
	`to_at` integer,
	`count` integer DEFAULT 1 NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`detail` text,
	`timing` text,
	`claimed_by` text NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`error` text,
	`attempts` integer DEFAULT 1 NOT NULL,
	`task_id` text,
	`backfill_id` text,
	PRIMARY KEY(`schedule`, `slot_at`),
	FOREIGN KEY (`schedule`) REFERENCES `schedules_new`(`name`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "schedule_slots_status" CHECK("status" in ('fired', 'late', 'skipped', 'missed'))
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `schedule_slots_new` (`schedule`, `slot_at`, `status`, `reason`, `claimed_by`, `started_at`, `finished_at`, `error`)
	SELECT `schedule`, `slot_at`,
		CASE WHEN `status` = 'skipped' AND `reason` LIKE 'no tick ran%' THEN 'missed' ELSE `status` END,
		CASE WHEN `status` = 'late' THEN 'dispatcher_away' WHEN `status` <> 'skipped' THEN NULL
			WHEN `reason` LIKE 'no tick ran%' THEN 'catch_up_over' ELSE 'overlap' END,
		`claimed_by`, `started_at`, `finished_at`, `error` FROM `schedule_slots`;
--> statement-breakpoint
DROP TABLE `schedule_slots`;
--> statement-breakpoint
DROP TABLE `schedules`;
--> statement-breakpoint
-- This rewrites the reference of the slots too.
ALTER TABLE `schedules_new` RENAME TO `schedules`;
--> statement-breakpoint
ALTER TABLE `schedule_slots_new` RENAME TO `schedule_slots`;
--> statement-breakpoint
CREATE TABLE `schedule_backfills` (
	`id` text PRIMARY KEY NOT NULL,
	`schedule` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`with_skipped` integer NOT NULL,
	`state` text NOT NULL,
	`total` integer NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`position` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer,
	FOREIGN KEY (`schedule`) REFERENCES `schedules`(`name`) ON UPDATE no action ON DELETE no action
);
