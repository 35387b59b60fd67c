-- Fence of the keyword's lease under which a node sent an upload; null for an upload without a lease. A node's progress
-- counts only uploads of its own lease.
ALTER TABLE uploads ADD COLUMN fence INTEGER;
