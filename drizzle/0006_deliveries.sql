CREATE TABLE `attempts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`delivery_id` integer NOT NULL,
	`at` integer NOT NULL,
	`ms` integer NOT NULL,
	`result` text NOT NULL,
	`status` integer,
	`why` text,
	`reply` text NOT NULL,
	FOREIGN KEY (`delivery_id`) REFERENCES `deliveries`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "attempts_result" CHECK(result in ('sent', 'retry', 'refused'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `attempts_delivery` ON `attempts` (`delivery_id`,`id`);--> statement-breakpoint
CREATE TABLE `channels` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`settings` text NOT NULL,
	`sealed` text NOT NULL,
	`fallback_id` integer,
	`is_enabled` integer NOT NULL,
	`created_at` integer NOT NULL,
	`deleted_at` integer,
	`failures` integer DEFAULT 0 NOT NULL,
	`rests_until` integer,
	`failing_since` integer,
	`last_failure` text,
	`last_sent_at` integer,
	`revision` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`channel_id` integer NOT NULL,
	`alert_id` integer NOT NULL,
	`change` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`notice` text NOT NULL,
	`rule_id` integer,
	`fallback_of` integer,
	`has_fallen_back` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`tried_since` integer NOT NULL,
	`run_at` integer NOT NULL,
	`leased_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`sent_at` integer,
	`together` integer DEFAULT 1 NOT NULL,
	`thread` text,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "deliveries_state" CHECK(state in ('pending', 'sent', 'dead', 'quiet')),
	CONSTRAINT "deliveries_change" CHECK("change" in ('opened', 'worse', 'reopened', 'resolved')),
	CONSTRAINT "deliveries_sent" CHECK((state = 'sent') = (sent_at is not null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `deliveries_pending` ON `deliveries` (`channel_id`,`id`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `deliveries_dead` ON `deliveries` (`channel_id`,`id`) WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX `deliveries_to_fall_back` ON `deliveries` (`channel_id`,`id`) WHERE state = 'pending' and not has_fallen_back;--> statement-breakpoint
CREATE INDEX `deliveries_quiet` ON `deliveries` (`id`) WHERE state = 'quiet';--> statement-breakpoint
CREATE INDEX `deliveries_alert` ON `deliveries` (`alert_id`,`channel_id`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_channel` ON `deliveries` (`channel_id`,`id`);--> statement-breakpoint
CREATE TABLE `rules` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`is_enabled` integer NOT NULL,
	`match` text NOT NULL,
	`channel_ids` text NOT NULL,
	`is_last` integer NOT NULL,
	`revision` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `rules_position` ON `rules` (`position`);--> statement-breakpoint
CREATE TABLE `silences` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`match` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`reason` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "silences_times" CHECK(starts_at <= ends_at)
) STRICT;
--> statement-breakpoint
CREATE INDEX `silences_end` ON `silences` (`ends_at`);--> statement-breakpoint
ALTER TABLE `integrations` ADD `silent_after` integer;--> statement-breakpoint
ALTER TABLE `integrations` ADD `watched_since` integer;