CREATE TABLE `seen_rebuilds` (
	`platform` text NOT NULL,
	`type` text NOT NULL,
	`requested_by` text NOT NULL,
	`requested_at` integer NOT NULL,
	`after_key` text DEFAULT '' NOT NULL,
	`restored` integer DEFAULT 0 NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer,
	`index_keys` integer,
	`error` text,
	PRIMARY KEY(`platform`, `type`)
);
