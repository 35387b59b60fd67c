-- How many items are where: one row, which each commit writes once. Triggers wrote up to four rows for each item.
DROP TRIGGER work_added;
DROP TRIGGER work_moved;
CREATE TABLE work_totals (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  -- JSON list of [state, phase, number of items].
  counts TEXT NOT NULL
);
INSERT INTO work_totals (one, counts)
  SELECT 1, json_group_array(json_array(state, phase, n)) FROM work_counts WHERE n <> 0;
DROP TABLE work_counts;

-- Unix ms at which the latest lease began.
ALTER TABLE work ADD COLUMN leased_at INTEGER;
