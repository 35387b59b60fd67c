-- Re-cleans (A10): stored raw rows are parsed again by today's parser. workers/recleans writes these tables; a correction is
-- one more row of the typed table with the collected_at of the row that it corrects, so that a row collected later wins.
CREATE TABLE IF NOT EXISTS reclean_keys
(
    run_id    String,
    row_key   String,
    listed_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(listed_at)
ORDER BY (run_id, row_key)
TTL toDateTime(listed_at) + INTERVAL 30 DAY;

CREATE TABLE IF NOT EXISTS reclean_rows
(
    run_id       String,
    row_key      String,
    content_hash String,
    is_current   UInt8,
    typed        String CODEC(ZSTD(1)),
    parsed_at    DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(parsed_at)
PARTITION BY run_id
ORDER BY (row_key, content_hash)
TTL toDateTime(parsed_at) + INTERVAL 2 DAY
SETTINGS ttl_only_drop_parts = 1;

CREATE TABLE IF NOT EXISTS reclean_changes
(
    run_id        String,
    target        LowCardinality(String),
    row_key       String,
    content_hash  String,
    collected_at  DateTime64(3, 'UTC'),
    parser_before UInt32,
    fields        Array(LowCardinality(String)),
    before        Array(Nullable(String)) CODEC(ZSTD(3)),
    after         Array(Nullable(String)) CODEC(ZSTD(3)),
    reason        String,
    found_at      DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(found_at)
ORDER BY (run_id, row_key, target, collected_at, content_hash)
TTL toDateTime(found_at) + INTERVAL 30 DAY;

CREATE TABLE IF NOT EXISTS row_corrections
(
    platform      LowCardinality(String),
    run_id        String,
    target        LowCardinality(String),
    row_key       String,
    content_hash  String,
    collected_at  DateTime64(3, 'UTC'),
    parser_before UInt32,
    parser_after  UInt32,
    fields        Array(LowCardinality(String)),
    before        Array(Nullable(String)) CODEC(ZSTD(3)),
    after         Array(Nullable(String)) CODEC(ZSTD(3)),
    corrected_at  DateTime64(3, 'UTC'),
    corrected_by  String,
    undone_at     Nullable(DateTime64(3, 'UTC')),
    changed_at    DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(changed_at)
ORDER BY (platform, row_key, target, collected_at, content_hash, run_id);

-- A correction is no posting stored on its day: else one whose city was corrected would count in two cities.
ALTER TABLE jobs_per_day_mv MODIFY QUERY
SELECT
    toDate(j.collected_at, 'Asia/Shanghai') AS day,
    j.platform AS platform,
    ifNull(j.city, '') AS city,
    uniqExactState(j.job_key) AS jobs
FROM jobs AS j
WHERE getSetting('log_comment') != 'jobdata-reclean'
GROUP BY day, platform, ifNull(j.city, '');
-- The columns of the new query have no comments.
ALTER TABLE jobs_per_day_mv
    COMMENT COLUMN day 'day of China Standard Time',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN city 'empty when the posting names none',
    COMMENT COLUMN jobs 'state of the distinct keys';

-- Comments, printed by `node local/docs/tables-page.ts --sql`.
ALTER TABLE reclean_keys MODIFY COMMENT 'Keys that a re-clean looks at, listed when it begins; 30 days';
ALTER TABLE reclean_keys
    COMMENT COLUMN run_id 'run of the re-clean',
    COMMENT COLUMN row_key 'job_key or company_key of the row',
    COMMENT COLUMN listed_at 'when it was listed';

ALTER TABLE reclean_rows MODIFY COMMENT 'Rows that a re-clean parsed anew, until they are compared; at most 2 days. Read with FINAL';
ALTER TABLE reclean_rows
    COMMENT COLUMN run_id 'run of the re-clean',
    COMMENT COLUMN row_key 'job_key or company_key of the row',
    COMMENT COLUMN content_hash 'hash of the row as sent, hex',
    COMMENT COLUMN is_current '1: the content that the typed table has',
    COMMENT COLUMN typed 'JSON of the typed columns',
    COMMENT COLUMN parsed_at 'when it was parsed';

ALTER TABLE reclean_changes MODIFY COMMENT 'What re-cleans would change, and what they can not read; 30 days. Read with FINAL';
ALTER TABLE reclean_changes
    COMMENT COLUMN run_id 'run of the re-clean',
    COMMENT COLUMN target 'table whose row it is; empty for a row that can not be parsed',
    COMMENT COLUMN row_key 'job_key or company_key of the row',
    COMMENT COLUMN content_hash 'hash of the row as sent, hex',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN parser_before 'version of the parser that read the old values',
    COMMENT COLUMN fields 'columns that differ',
    COMMENT COLUMN before 'old values as text, in the order of fields; lists are JSON, null where there is none',
    COMMENT COLUMN after 'new values, in the same way',
    COMMENT COLUMN reason 'why it can not be parsed; empty for a change',
    COMMENT COLUMN found_at 'when it was found';

ALTER TABLE row_corrections MODIFY COMMENT 'Old and new values of rows that re-cleans corrected, undone ones too. Read with FINAL';
ALTER TABLE row_corrections
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN run_id 'run of the re-clean',
    COMMENT COLUMN target 'table whose row it is; empty for a row that can not be parsed',
    COMMENT COLUMN row_key 'job_key or company_key of the row',
    COMMENT COLUMN content_hash 'hash of the row as sent, hex',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN parser_before 'version of the parser that read the old values',
    COMMENT COLUMN fields 'columns that differ',
    COMMENT COLUMN before 'old values as text, in the order of fields; lists are JSON, null where there is none',
    COMMENT COLUMN after 'new values, in the same way',
    COMMENT COLUMN parser_after 'version of the parser that read the new values',
    COMMENT COLUMN corrected_at 'when the run began to write',
    COMMENT COLUMN corrected_by 'name of who started it',
    COMMENT COLUMN undone_at 'when it was undone',
    COMMENT COLUMN changed_at 'when this row was written; the newest one stays';

