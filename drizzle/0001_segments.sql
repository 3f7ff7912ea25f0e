CREATE TABLE `drain_position` (
	`id` integer PRIMARY KEY NOT NULL,
	`event_id` integer NOT NULL,
	CONSTRAINT "drain_position_one_row" CHECK(id = 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `segments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`length` integer NOT NULL,
	`encoding` text NOT NULL,
	`body` blob NOT NULL,
	CONSTRAINT "segments_encoding" CHECK(encoding in ('plain', 'zstd'))
) STRICT;
--> statement-breakpoint
-- Each event so far becomes a segment of its own, packed as segment.ts packs without compression.
INSERT INTO `segments`("id", "length", "encoding", "body") SELECT e."id", 1, 'plain', CAST(json_array(json_array(e."integration_id", e."received_at", e."resource", e."action", json(e."headers"), e."replay_key", length(p."body"))) || char(10) || p."body" AS blob) FROM `events` e JOIN `payloads` p ON p."event_id" = e."id" ORDER BY e."id";--> statement-breakpoint
-- All of them stand in `events`, those that are pending too: the log is read up to here.
INSERT INTO `drain_position`("id", "event_id") SELECT 1, coalesce(max("id"), 0) FROM `events`;--> statement-breakpoint
DROP TABLE `payloads`;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_events` (
	`id` integer PRIMARY KEY NOT NULL,
	`integration_id` integer NOT NULL,
	`received_at` integer NOT NULL,
	`resource` text NOT NULL,
	`action` text,
	`state` text NOT NULL,
	`outcome` text,
	`reason` text,
	`attempts` integer NOT NULL,
	`run_at` integer NOT NULL,
	`alert_id` integer,
	`processed_at` integer,
	FOREIGN KEY (`integration_id`) REFERENCES `integrations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "events_state" CHECK(state in ('pending', 'done', 'dead')),
	CONSTRAINT "events_outcome" CHECK((state = 'pending') = (outcome is null))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_events`("id", "integration_id", "received_at", "resource", "action", "state", "outcome", "reason", "attempts", "run_at", "alert_id", "processed_at") SELECT "id", "integration_id", "received_at", "resource", "action", "state", "outcome", "reason", "attempts", "run_at", "alert_id", "processed_at" FROM `events`;--> statement-breakpoint
DROP TABLE `events`;--> statement-breakpoint
ALTER TABLE `__new_events` RENAME TO `events`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `events_pending` ON `events` (`run_at`,`id`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `events_dead` ON `events` (`id`) WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX `events_alert` ON `events` (`alert_id`) WHERE alert_id is not null;