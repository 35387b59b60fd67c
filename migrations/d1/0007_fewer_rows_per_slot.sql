-- Several jobs run each minute, and every entry of an index is billed as a row written: the table becomes the index of its
-- primary key, and has no other one.
CREATE TABLE `schedule_slots_new` (
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
	CONSTRAINT "schedule_slots_status" CHECK("status" in ('fired', 'skipped', 'late'))
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `schedule_slots_new` SELECT `schedule`, `slot_at`, `status`, `reason`, `claimed_by`, `started_at`, `finished_at`, `error` FROM `schedule_slots`;
--> statement-breakpoint
DROP TABLE `schedule_slots`;
--> statement-breakpoint
ALTER TABLE `schedule_slots_new` RENAME TO `schedule_slots`;
