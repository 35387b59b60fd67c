-- The audit log can't be edited, whoever speaks to the database, and is kept 180 days.
CREATE TRIGGER `audit_log_no_update` BEFORE UPDATE ON `audit_log` BEGIN
  SELECT RAISE(ABORT, 'the audit log can not be changed');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_log_kept` BEFORE DELETE ON `audit_log`
WHEN old.at > (unixepoch() - 180 * 86400) * 1000 BEGIN
  SELECT RAISE(ABORT, 'the audit log is kept 180 days');
END;
--> statement-breakpoint
-- Siblings have different names; drizzle-kit writes an expression index wrong.
CREATE UNIQUE INDEX `departments_name` ON `departments` (ifnull(`parent_id`, ''), `name`) WHERE `deleted_at` IS NULL;
