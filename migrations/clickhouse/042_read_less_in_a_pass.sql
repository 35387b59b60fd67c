-- A pass of match-jobs deletes the older rows of its postings only in areas that have some: new postings have none.
ALTER TABLE job_match_areas ADD COLUMN IF NOT EXISTS has_old UInt8 DEFAULT 0;
ALTER TABLE job_match_areas COMMENT COLUMN has_old '1: postings of the pass have older rows in job_prints there';

-- It reads the names of its companies itself, which takes less time than to look for them among all.
CREATE TABLE IF NOT EXISTS job_match_names
(
    pass     DateTime64(3, 'UTC'),
    name     String,
    identity String,
    place    LowCardinality(String),
    brand    String,
    trade    LowCardinality(String),
    branch   String
)
ENGINE = MergeTree
ORDER BY (pass, name)
TTL toDateTime(pass) + INTERVAL 1 DAY;

ALTER TABLE job_match_names MODIFY COMMENT 'Names of companies in the postings of a pass of match-jobs, read in their parts; kept for a day';
ALTER TABLE job_match_names
    COMMENT COLUMN pass 'version of the rows that the pass makes',
    COMMENT COLUMN name 'name as the posting has it',
    COMMENT COLUMN identity 'place, brand and trade, folded: equal for the ways to write one firm',
    COMMENT COLUMN place 'place in the name, without 省 and 市; empty where it names none',
    COMMENT COLUMN brand 'what tells the firm from others',
    COMMENT COLUMN trade 'what the firm does, as its name says',
    COMMENT COLUMN branch 'branch that the name ends with, folded; empty where it names none';
