CREATE TABLE `exports` (
	`id` text PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`format` text NOT NULL,
	`delivery` text NOT NULL,
	`columns` text NOT NULL,
	`filter` text NOT NULL,
	`masked` integer NOT NULL,
	`owner_id` text NOT NULL,
	`department_id` text,
	`state` text NOT NULL,
	`phase` text DEFAULT 'stage' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`stage` text,
	`as_of` integer,
	`rows_total` integer,
	`rows_done` integer DEFAULT 0 NOT NULL,
	`position` text,
	`skip_bytes` integer DEFAULT 0 NOT NULL,
	`upload_id` text,
	`parts` text DEFAULT '[]' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`fence` integer DEFAULT 0 NOT NULL,
	`bytes` integer,
	`sha256` text,
	`cut_cells` integer DEFAULT 0 NOT NULL,
	`error` text,
	`finished_at` integer,
	`expires_at` integer,
	`link_hash` text,
	`link_expires_at` integer,
	`link_by` text,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE INDEX `exports_created` ON `exports` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `exports_state` ON `exports` (`state`,`updated_at`);--> statement-breakpoint
CREATE INDEX `exports_owner` ON `exports` (`owner_id`,`state`);--> statement-breakpoint
CREATE INDEX `exports_link` ON `exports` (`link_hash`);