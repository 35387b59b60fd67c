-- Every entry of an index is a row written and billed with the batch. Only urgent batches need an index by their due
-- time: of the others the first is due first. Settled ones are found by their number, which grows with the time.
DROP INDEX IF EXISTS batches_due;
DROP INDEX IF EXISTS batches_settled;
CREATE INDEX batches_urgent ON batches (data_type, due_at) WHERE state = 'accepted' AND due_at <= accepted_at;
