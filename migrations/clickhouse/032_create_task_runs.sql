-- Ended tasks, one row for each end. An id begins with the time of creation, so that the order of the table is the order
-- in which the history is read. An insert that is repeated replaces its own rows.
CREATE TABLE IF NOT EXISTS task_runs
(
    id            String,
    ended_seq     UInt64,
    queue         LowCardinality(String),
    kind          LowCardinality(String),
    priority      UInt8,
    key           String,
    order_key     String,
    batch         String,
    state         LowCardinality(String),
    attempts      UInt16,
    error_class   LowCardinality(String),
    error_code    LowCardinality(String),
    error         String CODEC(ZSTD(3)),
    input         String CODEC(ZSTD(3)),
    result        String CODEC(ZSTD(3)),
    owner_id      String,
    department_id String,
    created_by    String,
    created_at    DateTime64(3, 'UTC'),
    started_at    Nullable(DateTime64(3, 'UTC')),
    ended_at      DateTime64(3, 'UTC'),
    INDEX key key TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX batch batch TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX kind kind TYPE set(50) GRANULARITY 1,
    INDEX state state TYPE set(4) GRANULARITY 1,
    INDEX error lower(error) TYPE ngrambf_v1(3, 8192, 3, 0) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(created_at)
ORDER BY (id, ended_seq)
TTL toDateTime(ended_at) + INTERVAL 180 DAY;

ALTER TABLE task_runs MODIFY COMMENT 'Ended tasks, one row for each end; one that was brought back ends again; 180 days';
ALTER TABLE task_runs
    COMMENT COLUMN id 'id of the task',
    COMMENT COLUMN ended_seq 'number of the end in its ledger',
    COMMENT COLUMN queue 'task queue',
    COMMENT COLUMN kind 'kind of the task',
    COMMENT COLUMN priority 'LOW 0, NORMAL 5, HIGH 8, URGENT 10',
    COMMENT COLUMN key 'its unique key; empty without one',
    COMMENT COLUMN order_key 'at most one task of it ran at a time; empty without one',
    COMMENT COLUMN batch 'batch that it belongs to; empty without one',
    COMMENT COLUMN state 'done, failed, cancelled or skipped',
    COMMENT COLUMN attempts 'tries',
    COMMENT COLUMN error_class 'class of its last error; empty without one',
    COMMENT COLUMN error_code 'code of its last error; empty without one',
    COMMENT COLUMN error 'its last error; empty without one',
    COMMENT COLUMN input 'its input, JSON',
    COMMENT COLUMN result 'its result, JSON; empty without one',
    COMMENT COLUMN owner_id 'user who created it; empty for the system',
    COMMENT COLUMN department_id 'department of the owner; empty without one',
    COMMENT COLUMN created_by 'who or what created it, with the request',
    COMMENT COLUMN created_at 'when it was created',
    COMMENT COLUMN started_at 'when its last try began; null where it never ran',
    COMMENT COLUMN ended_at 'when it ended';
