-- Batches that are far off their baseline (X14): what is off, and what a person decided. Both are null in every other
-- batch, which therefore has no entry in these indexes and costs no row more.
ALTER TABLE batches ADD COLUMN quality TEXT;
ALTER TABLE batches ADD COLUMN decision TEXT;
CREATE INDEX batches_quality ON batches (seq) WHERE quality IS NOT NULL;
CREATE INDEX batches_quarantined ON batches (source) WHERE state = 'quarantined';
-- Dropped batches whose spool object is still kept, for the clean-up.
CREATE INDEX batches_dropped ON batches (settled_at) WHERE state = 'dropped';
