-- How completely each search was read, one row when a run ends: the panel of the market index. The ledgers export it by
-- the hour; an export that is repeated replaces its own rows.
CREATE TABLE IF NOT EXISTS keyword_coverage
(
    platform      LowCardinality(String),
    keyword       LowCardinality(String),
    city          LowCardinality(String),
    at            DateTime64(3, 'UTC'),
    distinct_jobs UInt32,
    reported      UInt32
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (platform, keyword, city, at)
TTL toDateTime(at) + INTERVAL 800 DAY;

ALTER TABLE keyword_coverage MODIFY COMMENT 'How completely a search was read, one row when a run ends; 800 days. Exported by the hour';
ALTER TABLE keyword_coverage
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN keyword 'keyword as it is searched',
    COMMENT COLUMN city 'city of the search, common name',
    COMMENT COLUMN at 'when the run ended',
    COMMENT COLUMN distinct_jobs 'distinct postings seen since the last complete run began',
    COMMENT COLUMN reported 'postings that the site reported last';
