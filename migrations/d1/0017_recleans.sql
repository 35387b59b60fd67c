CREATE TABLE `recleans` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`data_type` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`sample` integer NOT NULL,
	`parser_version` integer NOT NULL,
	`state` text NOT NULL,
	`confirmed` integer DEFAULT false NOT NULL,
	`keys_total` integer,
	`keys_done` integer DEFAULT 0 NOT NULL,
	`after_key` text DEFAULT '' NOT NULL,
	`counts` text NOT NULL,
	`fields` text DEFAULT '[]' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`fence` integer DEFAULT 0 NOT NULL,
	`error` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`checked_at` integer,
	`started_by` text,
	`started_at` integer,
	`undone_by` text,
	`undone_at` integer,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `recleans_created` ON `recleans` (`created_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `recleans_moving` ON `recleans` (`platform`,`data_type`) WHERE state in ('checking', 'applying', 'undoing');