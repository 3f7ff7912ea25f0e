DROP INDEX `alerts_snoozed`;--> statement-breakpoint
CREATE INDEX `alerts_snoozed` ON `alerts` (`id`,`snoozed_until`,`severity`) WHERE snoozed_until is not null;