CREATE TABLE `schedule_slots` (
	`schedule` text NOT NULL,
	`slot_at` integer NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`claimed_by` text NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`error` text,
	PRIMARY KEY(`schedule`, `slot_at`),
	FOREIGN KEY (`schedule`) REFERENCES `schedules`(`name`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "schedule_slots_status" CHECK("schedule_slots"."status" in ('fired', 'skipped', 'late'))
);
--> statement-breakpoint
CREATE INDEX `schedule_slots_slot_at` ON `schedule_slots` (`slot_at`);--> statement-breakpoint
CREATE TABLE `schedules` (
	`name` text PRIMARY KEY NOT NULL,
	`cron` text NOT NULL,
	`time_zone` text DEFAULT 'Asia/Shanghai' NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
