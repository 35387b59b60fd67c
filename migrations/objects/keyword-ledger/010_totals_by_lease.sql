-- The totals of pages, rows and invalid rows grow when a lease ends, not with every page: each row written is billed. What
-- a running lease has saved is not in them yet; whoever reads the totals adds it.
ALTER TABLE runs ADD COLUMN counted_pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN counted_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN counted_invalid INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER run_moved;
UPDATE runs SET counted_pages = pages, counted_rows = rows, counted_invalid = invalid;

CREATE TRIGGER run_counted AFTER UPDATE OF counted_pages, counted_rows, counted_invalid ON runs
WHEN new.counted_pages <> old.counted_pages OR new.counted_rows <> old.counted_rows
  OR new.counted_invalid <> old.counted_invalid BEGIN
  UPDATE totals SET
    pages = pages + new.counted_pages - old.counted_pages,
    rows = rows + new.counted_rows - old.counted_rows,
    invalid = invalid + new.counted_invalid - old.counted_invalid;
END;

-- Triggers, so that no way out of a lease can forget it: here for work that leaves its holder ...
CREATE TRIGGER lease_ended AFTER UPDATE OF phase ON work WHEN old.phase = 'running' AND new.phase <> 'running' BEGIN
  UPDATE runs SET counted_pages = pages, counted_rows = rows, counted_invalid = invalid
  WHERE keyword_id = old.id
    AND (counted_pages <> pages OR counted_rows <> rows OR counted_invalid <> invalid);
END;

-- ... and here for a run that is dropped before its lease ends.
CREATE TRIGGER run_dropped BEFORE DELETE ON runs
WHEN old.counted_pages <> old.pages OR old.counted_rows <> old.rows OR old.counted_invalid <> old.invalid BEGIN
  UPDATE totals SET
    pages = pages + old.pages - old.counted_pages,
    rows = rows + old.rows - old.counted_rows,
    invalid = invalid + old.invalid - old.counted_invalid;
END;
