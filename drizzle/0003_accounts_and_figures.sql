CREATE TABLE `alert_counts` (
	`status` text NOT NULL,
	`severity` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`status`, `severity`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `alert_word_hashes` (
	`alert_id` integer PRIMARY KEY NOT NULL,
	`hash` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `api_tokens` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`label` text NOT NULL,
	`role` text NOT NULL,
	`user_id` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`last_used_from` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "api_tokens_role" CHECK(role in ('viewer', 'operator', 'admin'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_hash` ON `api_tokens` (`hash`);
--> statement-breakpoint
CREATE INDEX `api_tokens_user` ON `api_tokens` (`user_id`);
--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`address` text,
	`request_id` text,
	`action` text NOT NULL,
	`target` text,
	`text` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_log_actor` ON `audit_log` (`actor_name`,`id`);
--> statement-breakpoint
CREATE INDEX `audit_log_action` ON `audit_log` (`action`,`id`);
--> statement-breakpoint
CREATE INDEX `audit_log_target` ON `audit_log` (`target`,`id`);
--> statement-breakpoint
CREATE TABLE `durations` (
	`kind` text NOT NULL,
	`day` integer NOT NULL,
	`bucket` integer NOT NULL,
	`count` integer NOT NULL,
	`total_ms` integer NOT NULL,
	PRIMARY KEY(`kind`, `day`, `bucket`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `event_blocks` (
	`block` integer NOT NULL,
	`integration_id` integer NOT NULL,
	`resource` text NOT NULL,
	`outcome` text NOT NULL,
	PRIMARY KEY(`block`, `integration_id`, `resource`, `outcome`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `event_blocks_integration` ON `event_blocks` (`integration_id`,`block`);
--> statement-breakpoint
CREATE INDEX `event_blocks_resource` ON `event_blocks` (`resource`,`block`);
--> statement-breakpoint
CREATE INDEX `event_blocks_outcome` ON `event_blocks` (`outcome`,`block`);
--> statement-breakpoint
CREATE TABLE `identities` (
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`user_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`issuer`, `subject`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `identities_user` ON `identities` (`user_id`);
--> statement-breakpoint
CREATE TABLE `integration_resources` (
	`integration_id` integer NOT NULL,
	`resource` text NOT NULL,
	`action` text NOT NULL,
	`count` integer NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	PRIMARY KEY(`integration_id`, `resource`, `action`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `links` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`user_id` integer,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "links_kind" CHECK(kind in ('setup', 'password') and (kind = 'setup') = (user_id is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `links_user` ON `links` (`user_id`);
--> statement-breakpoint
CREATE TABLE `once_keys` (
	`owner` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`created_at` integer NOT NULL,
	`status` integer,
	`body` text,
	PRIMARY KEY(`owner`, `key`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `once_keys_created` ON `once_keys` (`created_at`);
--> statement-breakpoint
CREATE TABLE `opened_hours` (
	`hour` integer NOT NULL,
	`severity` text NOT NULL,
	`count` integer NOT NULL,
	`first_id` integer NOT NULL,
	`last_id` integer NOT NULL,
	PRIMARY KEY(`hour`, `severity`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `project_days` (
	`day` integer NOT NULL,
	`integration_id` integer NOT NULL,
	`project_slug` text NOT NULL,
	`alerts` integer NOT NULL,
	`events` integer NOT NULL,
	PRIMARY KEY(`day`, `integration_id`, `project_slug`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `refusals` (
	`hour` integer NOT NULL,
	`integration_id` integer NOT NULL,
	`code` text NOT NULL,
	`reason` text NOT NULL,
	`count` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`hour`, `integration_id`, `code`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `resolved_hours` (
	`hour` integer PRIMARY KEY NOT NULL,
	`count` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `revisions` (
	`id` integer PRIMARY KEY NOT NULL,
	`value` integer NOT NULL,
	CONSTRAINT "revisions_one_row" CHECK(id = 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`user_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`address` text,
	`user_agent` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_hash` ON `sessions` (`hash`);
--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);
--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`name` text,
	`role` text NOT NULL,
	`password_hash` text,
	`created_at` integer NOT NULL,
	`disabled_at` integer,
	`last_sign_in_at` integer,
	`revision` integer NOT NULL,
	CONSTRAINT "users_role" CHECK(role in ('viewer', 'operator', 'admin'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);
--> statement-breakpoint
CREATE TABLE `words_position` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	CONSTRAINT "words_position_one_row" CHECK(id = 1)
) STRICT;
--> statement-breakpoint
ALTER TABLE `alerts` ADD `revision` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `alerts` ADD `state_revision` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE `alerts` ADD `snoozed_until` integer;
--> statement-breakpoint
ALTER TABLE `integrations` ADD `deleted_at` integer;
--> statement-breakpoint
ALTER TABLE `integrations` ADD `revision` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
-- What is there already gets a revision, in its order; the indexes come after, when that is done.
INSERT INTO `revisions` VALUES (1, (SELECT coalesce(max(id), 0) FROM alerts) + (SELECT coalesce(max(id), 0) FROM integrations));
--> statement-breakpoint
UPDATE `alerts` SET revision = id, state_revision = id, snoozed_until = CASE WHEN status <> 'resolved' THEN nullif(max(
	CASE WHEN user_snooze IS NULL THEN 0 ELSE coalesce(json_extract(user_snooze, '$.until'), 9007199254740991) END,
	CASE WHEN sentry_snooze IS NULL THEN 0 ELSE coalesce(json_extract(sentry_snooze, '$.until'), 9007199254740991) END), 0) END;
--> statement-breakpoint
UPDATE `integrations` SET revision = (SELECT coalesce(max(id), 0) FROM alerts) + id;
--> statement-breakpoint
CREATE INDEX `alerts_severity` ON `alerts` (`severity`,`id`);
--> statement-breakpoint
CREATE INDEX `alerts_integration` ON `alerts` (`integration_id`,`id`);
--> statement-breakpoint
CREATE INDEX `alerts_project` ON `alerts` (`project_slug`,`id`);
--> statement-breakpoint
CREATE INDEX `alerts_assignee` ON `alerts` (`assignee`,`id`) WHERE assignee is not null;
--> statement-breakpoint
CREATE INDEX `alerts_snoozed` ON `alerts` (`id`,`snoozed_until`) WHERE snoozed_until is not null;
--> statement-breakpoint
CREATE INDEX `alerts_revision` ON `alerts` (`revision`);
--> statement-breakpoint
CREATE INDEX `integrations_revision` ON `integrations` (`revision`);
--> statement-breakpoint
-- The figures of what is there already; from here on they are kept.
INSERT INTO `alert_counts` SELECT status, severity, count(*) FROM alerts GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO `opened_hours` SELECT opened_at / 3600000, severity, count(*), min(id), max(id) FROM alerts GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO `resolved_hours` SELECT resolved_at / 3600000, count(*) FROM alerts WHERE resolved_at IS NOT NULL GROUP BY 1;
--> statement-breakpoint
INSERT INTO `durations` SELECT 'acknowledgement', day, CASE WHEN ms < 1000 THEN 0 ELSE cast(floor(log2(ms / 1000.0) * 4) AS integer) + 1 END, count(*), sum(ms)
FROM (SELECT acknowledged_at / 86400000 AS day, max(0, acknowledged_at - opened_at) AS ms FROM alerts WHERE acknowledged_at IS NOT NULL) GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO `durations` SELECT 'resolution', day, CASE WHEN ms < 1000 THEN 0 ELSE cast(floor(log2(ms / 1000.0) * 4) AS integer) + 1 END, count(*), sum(ms)
FROM (SELECT resolved_at / 86400000 AS day, max(0, resolved_at - opened_at) AS ms FROM alerts WHERE resolved_at IS NOT NULL) GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO `project_days` SELECT opened_at / 86400000, integration_id, coalesce(project_slug, ''), count(*), sum(event_count) FROM alerts GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO `event_blocks` SELECT DISTINCT id / 1024, integration_id, resource, coalesce(outcome, 'pending') FROM events;
--> statement-breakpoint
INSERT INTO `integration_resources` SELECT integration_id, resource, coalesce(action, ''), count(*), min(received_at), max(received_at) FROM events WHERE processed_at IS NOT NULL GROUP BY 1, 2, 3;
--> statement-breakpoint
-- Words of alerts, for searching; filled in the background. It keeps no text, only the words and, for each length named here, their
-- beginnings: those it looks up at once, whereas it would have to join the lists of all words with any other beginning. The words
-- come divided and folded already, so the simplest tokenizer will do.
CREATE VIRTUAL TABLE `alert_words` USING fts5(words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 6 8 12 20', tokenize='ascii');
--> statement-breakpoint
-- It is put in order bit by bit by whoever writes to it, not now and then for a tenth of a second.
INSERT INTO `alert_words` (`alert_words`, rank) VALUES ('automerge', 0);
--> statement-breakpoint
INSERT INTO `alert_words` (`alert_words`, rank) VALUES ('crisismerge', 1000);
--> statement-breakpoint
INSERT INTO `words_position` VALUES (1, 0);
