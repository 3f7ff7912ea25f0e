PRAGMA foreign_keys=OFF;--> statement-breakpoint
-- Which alert an event is about: no reference any more, and no index that each event would have to write.
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
	CONSTRAINT "events_state" CHECK(state in ('pending', 'done', 'dead')),
	CONSTRAINT "events_outcome" CHECK((state = 'pending') = (outcome is null))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_events`("id", "integration_id", "received_at", "resource", "action", "state", "outcome", "reason", "attempts", "run_at", "alert_id", "processed_at") SELECT "id", "integration_id", "received_at", "resource", "action", "state", "outcome", "reason", "attempts", "run_at", "alert_id", "processed_at" FROM `events`;--> statement-breakpoint
DROP TABLE `events`;--> statement-breakpoint
ALTER TABLE `__new_events` RENAME TO `events`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `events_pending` ON `events` (`run_at`,`id`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `events_dead` ON `events` (`id`) WHERE state = 'dead';