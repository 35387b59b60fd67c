-- What tasks do to postings by a filter (workers/row-edits). A removal is a row of its own, and the refresh of job_facts
-- leaves the posting out: search, figures and exports follow by job_changes.
CREATE TABLE IF NOT EXISTS task_rows
(
    task_id   String,
    platform  LowCardinality(String),
    job_key   String,
    listed_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(listed_at)
ORDER BY (task_id, platform, job_key)
TTL toDateTime(listed_at) + INTERVAL 30 DAY;

CREATE TABLE IF NOT EXISTS job_removals
(
    platform    LowCardinality(String),
    job_key     String,
    task_id     String,
    removed_at  DateTime64(3, 'UTC'),
    removed_by  String,
    reason      String,
    may_return  UInt8,
    erased      UInt8,
    restored_at Nullable(DateTime64(3, 'UTC')),
    restored_by String,
    changed_at  DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(changed_at)
ORDER BY (platform, job_key, task_id);

-- A correction by a person says why; a re-clean leaves such a row alone until the site sends other content.
ALTER TABLE row_corrections ADD COLUMN IF NOT EXISTS why String;

-- Comments, printed by `node local/docs/tables-page.ts --sql`.
ALTER TABLE task_rows MODIFY COMMENT 'Postings that a task works on, listed when it begins; 30 days';
ALTER TABLE task_rows
    COMMENT COLUMN task_id 'id of the task',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN listed_at 'when it was listed';
ALTER TABLE job_removals MODIFY COMMENT 'Postings that were removed, so that search, figures and exports leave them out; restored ones too. Read with FINAL';
ALTER TABLE job_removals
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN task_id 'task that removed it',
    COMMENT COLUMN removed_at 'when the task began to remove',
    COMMENT COLUMN removed_by 'who created the task',
    COMMENT COLUMN reason 'why, as that person stated it',
    COMMENT COLUMN may_return '1: it counts again once a crawl sees it after removed_at',
    COMMENT COLUMN erased '1: what was stored of it is deleted, so that nothing restores it',
    COMMENT COLUMN restored_at 'when it was restored',
    COMMENT COLUMN restored_by 'who restored it; empty before',
    COMMENT COLUMN changed_at 'when this row was written; the newest one stays';
ALTER TABLE row_corrections MODIFY COMMENT 'Old and new values of rows that re-cleans and people corrected, undone ones too. Read with FINAL';
ALTER TABLE row_corrections COMMENT COLUMN why 'why a person corrected it; empty where a re-clean did';
