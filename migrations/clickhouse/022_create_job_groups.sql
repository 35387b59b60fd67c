-- The same job posted more than once. workers/duplicates keeps these tables: what is compared of each posting, the pairs that
-- may be the same job, the groups made from the sure ones, and what people decided. job_facts takes its two columns from
-- job_groups when it makes the row of a posting anew.

-- Names of companies in their parts, read once by shared/domain/company-name.
CREATE TABLE IF NOT EXISTS company_name_parts
(
    name     String,
    identity String,
    place    LowCardinality(String),
    brand    String,
    trade    LowCardinality(String),
    rules    UInt16
)
ENGINE = ReplacingMergeTree(rules)
ORDER BY name
COMMENT 'Names of companies in postings, read in their parts; one row a name, the newest rules stay';

-- A posting is found by its area, so that it is compared with few others; a row is replaced by a new one and the deletion of
-- the old one, as in job_facts.
CREATE TABLE IF NOT EXISTS job_prints
(
    area        UInt64,
    id          UInt64 CODEC(NONE),
    platform    LowCardinality(String),
    job_key     String,
    company     UInt64,
    brand       UInt64,
    place       LowCardinality(String),
    trade       LowCardinality(String),
    title       String,
    title_latin Array(LowCardinality(String)),
    title_level UInt8,
    district    LowCardinality(String),
    salary_low  Float32,
    salary_high Float32,
    experience  LowCardinality(String),
    degree      LowCardinality(String),
    is_proxy    UInt8,
    words       Array(UInt32) CODEC(LZ4),
    sketch      Array(UInt32) CODEC(NONE),
    text_chars  UInt32,
    blocks      Array(UInt64) CODEC(LZ4),
    first_seen  DateTime64(3, 'UTC'),
    last_seen_day Date,
    version     DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (area, id)
SETTINGS index_granularity = 512, enable_block_number_column = 1, enable_block_offset_column = 1;

CREATE TABLE IF NOT EXISTS job_pairs
(
    area         UInt64,
    a            UInt64,
    b            UInt64,
    a_platform   LowCardinality(String),
    a_key        String,
    b_platform   LowCardinality(String),
    b_key        String,
    verdict      LowCardinality(String),
    is_held      UInt8,
    score        Float32,
    company      Float32,
    place        Float32,
    title        Float32,
    salary       Float32,
    requirements Float32,
    text         Float32,
    version      DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (area, a, b)
SETTINGS index_granularity = 1024, enable_block_number_column = 1, enable_block_offset_column = 1;

CREATE TABLE IF NOT EXISTS job_groups
(
    platform LowCardinality(String),
    job_key  String,
    id       UInt64,
    area     UInt64,
    group_id UInt64,
    is_main  UInt8,
    version  DateTime64(3, 'UTC'),
    INDEX group_id group_id TYPE bloom_filter(0.01)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (platform, job_key);

CREATE TABLE IF NOT EXISTS job_decisions
(
    a          UInt64,
    b          UInt64,
    a_platform LowCardinality(String),
    a_key      String,
    b_platform LowCardinality(String),
    b_key      String,
    decision   LowCardinality(String),
    decided_at DateTime64(3, 'UTC'),
    decided_by String,
    reason     String,
    evidence   String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (a, b, decided_at);

ALTER TABLE job_facts ADD COLUMN IF NOT EXISTS is_duplicate UInt8 DEFAULT 0;
ALTER TABLE job_facts ADD COLUMN IF NOT EXISTS group_id UInt64 DEFAULT 0;
ALTER TABLE export_jobs ADD COLUMN IF NOT EXISTS is_duplicate UInt8 DEFAULT 0;
ALTER TABLE export_jobs ADD COLUMN IF NOT EXISTS group_id UInt64 DEFAULT 0;
