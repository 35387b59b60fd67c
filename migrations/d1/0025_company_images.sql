CREATE TABLE `company_images` (
	`platform` text NOT NULL,
	`company_key` text NOT NULL,
	`source_url` text NOT NULL,
	`problem` text,
	`etag` text,
	`source_sha256` text,
	`source_bytes` integer DEFAULT 0 NOT NULL,
	`width` integer DEFAULT 0 NOT NULL,
	`height` integer DEFAULT 0 NOT NULL,
	`files` text NOT NULL,
	`fetched_at` integer NOT NULL,
	PRIMARY KEY(`platform`, `company_key`)
);
