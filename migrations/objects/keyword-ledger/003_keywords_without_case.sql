-- The sites search without regard to case: Java and java are one search. Not unique: an older ledger may hold both.
DROP INDEX keywords_search;
CREATE INDEX keywords_search ON keywords (keyword COLLATE NOCASE, city, channel);
