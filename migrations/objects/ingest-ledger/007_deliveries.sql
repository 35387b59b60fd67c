-- A push is a delivery to the webhook endpoint of a push target; an endpoint's row was called its lane.
ALTER TABLE pushes RENAME TO deliveries;
ALTER TABLE push_lanes RENAME TO endpoints;
ALTER TABLE endpoints RENAME COLUMN pushed TO delivered;
ALTER TABLE endpoints RENAME COLUMN last_pushed_at TO last_delivered_at;
DROP INDEX pushes_due;
DROP INDEX pushes_oldest;
DROP INDEX pushes_dead;
CREATE INDEX deliveries_due ON deliveries (target_id, due_at) WHERE state = 'waiting';
CREATE INDEX deliveries_oldest ON deliveries (target_id, created_at) WHERE state = 'waiting';
CREATE INDEX deliveries_dead ON deliveries (target_id, seq) WHERE state = 'dead';
