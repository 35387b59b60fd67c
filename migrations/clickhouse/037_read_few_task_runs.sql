-- The history shows fifty tasks, often ones that lie far apart, such as all with one error among ten million. A granule of
-- 8,192 rows was read for each of them; one of 1,024 in small blocks is an eighth of that. A part of an error's text is found
-- by its bigrams, and a single character by an index of its own, as in job_facts; both fold letter case by lowerUTF8 as
-- workers/tasks/task-history.ts does. Owners repeat, so that they are kept as numbers of a dictionary: who may read few
-- tasks looks through two bytes a row. Their indexes have a mark for each granule, because ClickHouse 26.7 leaves out only
-- the first granule of a mark where two indexes are joined by OR.
--
-- A granule can't be changed in place, so that the table is written anew. Each statement may run again. What is exported
-- meanwhile comes in by the view; rows that come twice replace each other.
CREATE TABLE IF NOT EXISTS task_runs_meanwhile AS task_runs;

CREATE MATERIALIZED VIEW IF NOT EXISTS task_runs_meanwhile_mv TO task_runs_meanwhile AS SELECT * FROM task_runs;

CREATE OR REPLACE TABLE task_runs
(
    id            String COMMENT 'id of the task',
    ended_seq     UInt64 COMMENT 'number of the end in its ledger',
    queue         LowCardinality(String) COMMENT 'task queue',
    kind          LowCardinality(String) COMMENT 'kind of the task',
    priority      UInt8 COMMENT 'LOW 0, NORMAL 5, HIGH 8, URGENT 10',
    key           String COMMENT 'its unique key; empty without one',
    order_key     String COMMENT 'at most one task of it ran at a time; empty without one',
    batch         String COMMENT 'batch that it belongs to; empty without one',
    state         LowCardinality(String) COMMENT 'done, failed, cancelled or skipped',
    attempts      UInt16 COMMENT 'tries',
    error_class   LowCardinality(String) COMMENT 'class of its last error; empty without one',
    error_code    LowCardinality(String) COMMENT 'code of its last error; empty without one',
    error         String COMMENT 'its last error; empty without one' CODEC(ZSTD(3)),
    input         String COMMENT 'its input, JSON' CODEC(ZSTD(3)),
    result        String COMMENT 'its result, JSON; empty without one' CODEC(ZSTD(3)),
    owner_id      LowCardinality(String) COMMENT 'user who created it; empty for the system',
    department_id LowCardinality(String) COMMENT 'department of the owner; empty without one',
    created_by    String COMMENT 'who or what created it, with the request',
    created_at    DateTime64(3, 'UTC') COMMENT 'when it was created',
    started_at    Nullable(DateTime64(3, 'UTC')) COMMENT 'when its last try began; null where it never ran',
    ended_at      DateTime64(3, 'UTC') COMMENT 'when it ended',
    INDEX key key TYPE bloom_filter(0.001) GRANULARITY 8,
    INDEX batch batch TYPE bloom_filter(0.001) GRANULARITY 8,
    INDEX queue queue TYPE set(8) GRANULARITY 8,
    INDEX kind kind TYPE set(50) GRANULARITY 8,
    INDEX state state TYPE set(4) GRANULARITY 8,
    INDEX owner_id owner_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX department_id department_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX error_text lowerUTF8(error) TYPE text(tokenizer = ngrams(2)),
    INDEX error_chars ngrams(lowerUTF8(error), 1) TYPE text(tokenizer = array)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(created_at)
ORDER BY (id, ended_seq)
TTL toDateTime(ended_at) + INTERVAL 180 DAY
SETTINGS index_granularity = 1024, min_compress_block_size = 8192, max_compress_block_size = 65536
COMMENT 'Ended tasks, one row for each end; one that was brought back ends again; 180 days'
AS SELECT * FROM task_runs;

DROP VIEW IF EXISTS task_runs_meanwhile_mv;

INSERT INTO task_runs SELECT * FROM task_runs_meanwhile;

DROP TABLE IF EXISTS task_runs_meanwhile;
