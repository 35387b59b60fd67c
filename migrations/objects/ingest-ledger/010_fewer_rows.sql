-- Every row written is billed with the page that caused it. A group of batches in the order of acceptance names only its
-- last one: its batches stay `accepted`, and belong to it while it is open, up to that number. Only those of a divided or
-- replayed group are `frozen`, and name their group.
ALTER TABLE groups ADD COLUMN last_seq INTEGER;
-- The totals hold the batches up to this number; later ones are added when somebody asks, or when they are frozen.
ALTER TABLE ledger ADD COLUMN counted_seq INTEGER NOT NULL DEFAULT 0;
UPDATE ledger SET counted_seq = (SELECT ifnull(max(seq), 0) FROM batches);
