CREATE TABLE `company_decisions` (
	`id` text PRIMARY KEY NOT NULL,
	`verdict` text NOT NULL,
	`one` text NOT NULL,
	`others` text NOT NULL,
	`note` text,
	`evidence` text NOT NULL,
	`decided_by` text NOT NULL,
	`decided_at` integer NOT NULL,
	`undone_by` text,
	`undone_at` integer,
	`applied_at` integer
);
--> statement-breakpoint
CREATE INDEX `company_decisions_decided` ON `company_decisions` (`decided_at`,`id`);--> statement-breakpoint
CREATE INDEX `company_decisions_waiting` ON `company_decisions` (`applied_at`);