CREATE TABLE `alert_channels` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`shown` text NOT NULL,
	`secret` text NOT NULL,
	`signed` integer NOT NULL,
	`language` text NOT NULL,
	`is_default` integer NOT NULL,
	`gets_report` integer NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_channels_name` ON `alert_channels` (`name`) WHERE "alert_channels"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `alert_evaluations` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`at` integer NOT NULL,
	`dropped` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `alert_events` (
	`alert_id` text NOT NULL,
	`at` integer NOT NULL,
	`event` text NOT NULL,
	`value` real,
	`actor` text,
	`note` text,
	PRIMARY KEY(`alert_id`, `at`, `event`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `alert_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`receiver` text NOT NULL,
	`items` text NOT NULL,
	`count` integer NOT NULL,
	`report` text,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`tried_at` integer,
	`next_at` integer NOT NULL,
	`sent_at` integer,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `alert_messages_waiting` ON `alert_messages` (`next_at`) WHERE "alert_messages"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX `alert_messages_receiver` ON `alert_messages` (`receiver`,`created_at`);--> statement-breakpoint
CREATE TABLE `alert_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`built_in` text,
	`name` text NOT NULL,
	`metric` text NOT NULL,
	`labels` text NOT NULL,
	`comparison` text NOT NULL,
	`threshold` real NOT NULL,
	`window_s` integer NOT NULL,
	`severity` text NOT NULL,
	`no_data` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`muted_until` integer,
	`user_ids` text DEFAULT '[]' NOT NULL,
	`channel_ids` text DEFAULT '[]' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alert_rules_name` ON `alert_rules` (`name`) WHERE "alert_rules"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `alert_rules_built_in` ON `alert_rules` (`built_in`);--> statement-breakpoint
CREATE TABLE `alert_watches` (
	`rule_id` text NOT NULL,
	`series` text NOT NULL,
	`condition` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`rule_id`, `series`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`rule_id` text NOT NULL,
	`series` text NOT NULL,
	`platform` text,
	`state` text NOT NULL,
	`condition` text NOT NULL,
	`severity` text NOT NULL,
	`value` real,
	`threshold` real NOT NULL,
	`since` integer NOT NULL,
	`started_at` integer NOT NULL,
	`told` integer NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`note` text,
	`resolved_at` integer,
	`resolution` text,
	FOREIGN KEY (`rule_id`) REFERENCES `alert_rules`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_open` ON `alerts` (`rule_id`,`series`) WHERE "alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX `alerts_started` ON `alerts` (`started_at`,`id`);