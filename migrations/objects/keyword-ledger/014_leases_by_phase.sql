-- A lease writes two rows less: running items are not listed by their state, and items in the window (queued, held or running)
-- are not in the totals. Both are found by their phase, with which the index of timers begins; there are few of them.
DROP INDEX work_timer;
CREATE INDEX work_timer ON work (phase, timer_at) WHERE timer_at IS NOT NULL;
DROP INDEX work_state;
CREATE INDEX work_state ON work (state, id) WHERE phase <> 'running';
UPDATE work_totals SET counts = (
  SELECT json_group_array(json_array(value ->> 0, value ->> 1, value ->> 2)) FROM json_each(work_totals.counts)
  WHERE value ->> 1 NOT IN ('queued', 'held', 'running'));
