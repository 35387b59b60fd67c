CREATE TABLE `subscription_mails` (
	`id` text PRIMARY KEY NOT NULL,
	`subscription_id` text NOT NULL,
	`message_id` text NOT NULL,
	`state` text NOT NULL,
	`count` integer NOT NULL,
	`more` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_try_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `subscription_mails_due` ON `subscription_mails` (`state`,`next_try_at`);--> statement-breakpoint
CREATE INDEX `subscription_mails_created` ON `subscription_mails` (`created_at`);--> statement-breakpoint
CREATE TABLE `subscription_matches` (
	`id` text PRIMARY KEY NOT NULL,
	`subscription_id` text NOT NULL,
	`seq` integer NOT NULL,
	`matches` text NOT NULL,
	`count` integer NOT NULL,
	`mail_id` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subscription_matches_seq` ON `subscription_matches` (`subscription_id`,`seq`);--> statement-breakpoint
CREATE INDEX `subscription_matches_mail` ON `subscription_matches` (`mail_id`);--> statement-breakpoint
CREATE INDEX `subscription_matches_created` ON `subscription_matches` (`created_at`);--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`search_id` text NOT NULL,
	`channel` text NOT NULL,
	`kinds` text NOT NULL,
	`frequency` text,
	`hour` integer,
	`weekday` integer,
	`time_zone` text NOT NULL,
	`language` text NOT NULL,
	`endpoint_id` text,
	`token_hash` text,
	`unsubscribe_token` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`through` integer NOT NULL,
	`position` text,
	`revision` integer DEFAULT 0 NOT NULL,
	`told` integer DEFAULT 0 NOT NULL,
	`only_counted` integer DEFAULT 0 NOT NULL,
	`more_waiting` integer DEFAULT 0 NOT NULL,
	`next_send_at` integer,
	`last_sent_at` integer,
	`problem` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`search_id`) REFERENCES `saved_searches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `subscriptions_owner` ON `subscriptions` (`owner_id`);--> statement-breakpoint
CREATE INDEX `subscriptions_search` ON `subscriptions` (`search_id`);--> statement-breakpoint
CREATE INDEX `subscriptions_behind` ON `subscriptions` (`through`);--> statement-breakpoint
CREATE INDEX `subscriptions_next` ON `subscriptions` (`next_send_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `subscriptions_token` ON `subscriptions` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `subscriptions_unsubscribe` ON `subscriptions` (`unsubscribe_token`);