CREATE TABLE `data_set_snapshots` (
	`day` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`step` text NOT NULL,
	`stage` text,
	`as_of` integer,
	`rows` integer,
	`previous_day` text,
	`added` integer,
	`changed` integer,
	`gone` integer,
	`files` text DEFAULT '[]' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`error` text,
	`started_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer
);
