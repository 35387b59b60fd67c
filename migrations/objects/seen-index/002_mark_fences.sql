-- Fence of the group whose mark gave the row its hash: the late mark of a consumer that lost its group changes nothing.
ALTER TABLE seen ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
