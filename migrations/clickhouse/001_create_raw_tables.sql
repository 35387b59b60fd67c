-- Every row as the platform sent it (A8): the truth that typed rows can be made from again (A10).
-- One row per distinct content: the same posting with the same hash replaces itself.
-- All writers may repeat an insert; each table of this schema comes to the same rows by its sorting key,
-- with or without the deduplication window that the runner sets.
CREATE TABLE IF NOT EXISTS raw_jobs
(
    platform       LowCardinality(String),
    channel        LowCardinality(String),
    job_key        String,
    company_key    Nullable(String),
    raw            String COMMENT 'JSON as sent' CODEC(ZSTD(3)),
    batch_id       String,
    run_id         Nullable(String),
    keyword_id     Nullable(String),
    keyword        LowCardinality(Nullable(String)),
    search_city    LowCardinality(Nullable(String)),
    source         LowCardinality(String) COMMENT 'edge, or the id of a node',
    collected_at   DateTime64(3, 'UTC'),
    content_hash   String COMMENT 'hex, without volatile fields',
    parser_version UInt32,
    INDEX collected_at collected_at TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(collected_at)
ORDER BY (platform, job_key, content_hash);

CREATE TABLE IF NOT EXISTS raw_companies
(
    platform       LowCardinality(String),
    channel        LowCardinality(String),
    company_key    String,
    raw            String COMMENT 'JSON as sent' CODEC(ZSTD(3)),
    batch_id       String,
    run_id         Nullable(String),
    keyword_id     Nullable(String),
    keyword        LowCardinality(Nullable(String)),
    search_city    LowCardinality(Nullable(String)),
    source         LowCardinality(String) COMMENT 'edge, or the id of a node',
    collected_at   DateTime64(3, 'UTC'),
    content_hash   String COMMENT 'hex, without volatile fields',
    parser_version UInt32,
    INDEX collected_at collected_at TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(collected_at)
ORDER BY (platform, company_key, content_hash);
