-- Starvation is the scheduler's word for a node that found no free slot on a platform; heartbeats are what nodes send.
ALTER TABLE hungry RENAME TO starvation;
DROP INDEX nodes_heard;
CREATE INDEX nodes_heartbeat ON nodes (last_seen) WHERE silent = 0 AND last_seen IS NOT NULL;
