CREATE TABLE `fact_refreshes` (
	`name` text PRIMARY KEY NOT NULL,
	`through` integer NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer NOT NULL,
	`rows` integer NOT NULL,
	`error` text
);
