ALTER TABLE `alerts` ADD `end_waits` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `end_told_at` integer;--> statement-breakpoint
CREATE INDEX `alerts_end_waits` ON `alerts` (`id`) WHERE "alerts"."end_waits" = 1;