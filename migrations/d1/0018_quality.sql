CREATE TABLE `quality_baselines` (
	`platform` text NOT NULL,
	`channel` text NOT NULL,
	`data_type` text NOT NULL,
	`days` integer NOT NULL,
	`fields` text NOT NULL,
	`made_at` integer NOT NULL,
	PRIMARY KEY(`platform`, `channel`, `data_type`)
);
--> statement-breakpoint
CREATE TABLE `quality_reports` (
	`day` text PRIMARY KEY NOT NULL,
	`report` text NOT NULL,
	`made_at` integer NOT NULL,
	`mailed_at` integer
);
