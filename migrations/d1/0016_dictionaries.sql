CREATE TABLE `dictionary_contents` (
	`hash` text PRIMARY KEY NOT NULL,
	`entries` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `dictionary_loads` (
	`platform` text NOT NULL,
	`source` text NOT NULL,
	`due_at` integer,
	`requested_by` text NOT NULL,
	`requested_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`finished_at` integer,
	`outcome` text,
	`reason` text,
	`unread` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`platform`, `source`)
);
--> statement-breakpoint
CREATE INDEX `dictionary_loads_due` ON `dictionary_loads` (`due_at`) WHERE "dictionary_loads"."due_at" is not null;--> statement-breakpoint
CREATE TABLE `dictionary_versions` (
	`platform` text NOT NULL,
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`hash` text NOT NULL,
	`entries` integer NOT NULL,
	`against` integer NOT NULL,
	`added` integer NOT NULL,
	`removed` integer NOT NULL,
	`renamed` integer NOT NULL,
	`recoded` integer NOT NULL,
	`drift` text,
	`loaded_by` text NOT NULL,
	`loaded_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`joined_at` integer,
	PRIMARY KEY(`platform`, `kind`, `version`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dictionary_versions_active` ON `dictionary_versions` (`platform`,`kind`) WHERE "dictionary_versions"."state" = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX `dictionary_versions_proposed` ON `dictionary_versions` (`platform`,`kind`) WHERE "dictionary_versions"."state" = 'proposed';