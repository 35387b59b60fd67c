-- A pending page holds what the adapter needs to build its request, no longer the request itself, which a node could
-- choose. Pages whose address follows from their key stay; one that needs a token of its list (Boss) has none now: the
-- next holder ends it as `unusable`, which the timeline counts, and the next list that shows the posting plans it again.
ALTER TABLE pending_pages ADD COLUMN token TEXT NOT NULL DEFAULT '{}';
ALTER TABLE pending_pages DROP COLUMN request;
-- Place of the last upload of a node whose rows the run counted, in the order of acceptance.
ALTER TABLE runs ADD COLUMN batch_seq INTEGER NOT NULL DEFAULT 0;
