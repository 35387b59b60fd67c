CREATE TABLE `skill_edits` (
	`number` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`user_id` text NOT NULL,
	`user_name` text NOT NULL,
	`action` text NOT NULL,
	`note` text NOT NULL,
	`entries` text NOT NULL,
	`undoes` integer
);
--> statement-breakpoint
CREATE INDEX `skill_edits_undoes` ON `skill_edits` (`undoes`);--> statement-breakpoint
CREATE TABLE `skill_terms` (
	`key` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`kind` text NOT NULL,
	`skill` text,
	`in_text` text NOT NULL,
	`removed` integer NOT NULL,
	`edit` integer NOT NULL
);
