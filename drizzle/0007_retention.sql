CREATE TABLE `newest_hours` (
	`hour` integer PRIMARY KEY NOT NULL,
	`event_id` integer NOT NULL,
	`delivery_id` integer NOT NULL,
	`silence_id` integer NOT NULL,
	`revision` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `retention` (
	`id` integer PRIMARY KEY NOT NULL,
	`seen_at` integer NOT NULL,
	`age` integer NOT NULL,
	`doubted` integer NOT NULL,
	`removed_events` integer NOT NULL,
	`removed_deliveries` integer NOT NULL,
	`counted_segments` integer NOT NULL,
	`payloads` integer NOT NULL,
	`payload_bytes` integer NOT NULL,
	`joined_segments` integer NOT NULL,
	`last_run_at` integer,
	`last_removed` text,
	`last_limits` text,
	CONSTRAINT "retention_one_row" CHECK(id = 1)
) STRICT;
--> statement-breakpoint
INSERT INTO `retention` VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL);
