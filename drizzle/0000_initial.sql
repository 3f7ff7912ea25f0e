CREATE TABLE `alerts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`integration_id` integer NOT NULL,
	`dedup_key` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`severity` text NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`url` text,
	`project_slug` text,
	`project_name` text,
	`event_count` integer NOT NULL,
	`assignee` text,
	`user_snooze` text,
	`sentry_snooze` text,
	`opened_at` integer NOT NULL,
	`last_event_at` integer NOT NULL,
	`acknowledged_at` integer,
	`resolved_at` integer,
	`resolved_by` text,
	`previous_alert_id` integer,
	`regressed` integer NOT NULL,
	FOREIGN KEY (`integration_id`) REFERENCES `integrations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`previous_alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "alerts_status_known" CHECK(status in ('open', 'acknowledged', 'resolved')),
	CONSTRAINT "alerts_severity_known" CHECK(severity in ('critical', 'error', 'warning', 'info')),
	CONSTRAINT "alerts_resolved" CHECK((status = 'resolved') = (resolved_at is not null) and (status = 'resolved') = (resolved_by is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_one_unresolved` ON `alerts` (`integration_id`,`dedup_key`) WHERE status <> 'resolved';--> statement-breakpoint
CREATE INDEX `alerts_status` ON `alerts` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `alerts_previous` ON `alerts` (`previous_alert_id`) WHERE previous_alert_id is not null;--> statement-breakpoint
CREATE TABLE `dedup_keys` (
	`integration_id` integer NOT NULL,
	`dedup_key` text NOT NULL,
	`alert_id` integer,
	`memory` text NOT NULL,
	PRIMARY KEY(`integration_id`, `dedup_key`),
	FOREIGN KEY (`integration_id`) REFERENCES `integrations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE set null
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `dedup_keys_alert` ON `dedup_keys` (`alert_id`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`integration_id` integer NOT NULL,
	`received_at` integer NOT NULL,
	`resource` text NOT NULL,
	`action` text,
	`headers` text NOT NULL,
	`replay_key` text,
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
CREATE INDEX `events_outbox` ON `events` (`run_at`,`id`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `events_dead` ON `events` (`id`) WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX `events_alert` ON `events` (`alert_id`) WHERE alert_id is not null;--> statement-breakpoint
CREATE TABLE `heartbeat` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT "heartbeat_one_row" CHECK(id = 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `integration_secrets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`integration_id` integer NOT NULL,
	`secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	FOREIGN KEY (`integration_id`) REFERENCES `integrations`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `integration_secrets_integration` ON `integration_secrets` (`integration_id`);--> statement-breakpoint
CREATE TABLE `integration_tokens` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`integration_id` integer NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	FOREIGN KEY (`integration_id`) REFERENCES `integrations`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `integration_tokens_hash` ON `integration_tokens` (`hash`);--> statement-breakpoint
CREATE INDEX `integration_tokens_integration` ON `integration_tokens` (`integration_id`);--> statement-breakpoint
CREATE TABLE `integrations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`source` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `payloads` (
	`event_id` integer PRIMARY KEY NOT NULL,
	`body` blob NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE TABLE `replay_keys` (
	`integration_id` integer NOT NULL,
	`key` text NOT NULL,
	`event_id` integer NOT NULL,
	PRIMARY KEY(`integration_id`, `key`),
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `replay_keys_event` ON `replay_keys` (`event_id`);--> statement-breakpoint
CREATE TABLE `timeline` (
	`id` integer PRIMARY KEY NOT NULL,
	`alert_id` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`by` text NOT NULL,
	`text` text NOT NULL,
	`event_id` integer,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE set null
) STRICT;
--> statement-breakpoint
CREATE INDEX `timeline_alert` ON `timeline` (`alert_id`,`id`);--> statement-breakpoint
CREATE INDEX `timeline_event` ON `timeline` (`event_id`) WHERE event_id is not null;