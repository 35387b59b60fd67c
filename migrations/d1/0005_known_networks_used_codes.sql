CREATE TABLE `known_networks` (
	`user_id` text NOT NULL,
	`network` text NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `network`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `known_networks_last` ON `known_networks` (`last_at`);--> statement-breakpoint
CREATE TABLE `used_codes` (
	`user_id` text NOT NULL,
	`code` text NOT NULL,
	`used_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `code`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `used_codes_used` ON `used_codes` (`used_at`);--> statement-breakpoint
ALTER TABLE `api_keys` ADD `made_with` text;--> statement-breakpoint
CREATE INDEX `api_keys_made_with` ON `api_keys` (`made_with`);