-- A posting's own page, beside what lists show of it: each kind of row replaces only its own, so a re-crawled
-- list never takes a description away. Columns are those of raw_jobs and jobs.
CREATE TABLE IF NOT EXISTS raw_job_details AS raw_jobs
ENGINE = ReplacingMergeTree(collected_at)
ORDER BY (platform, job_key, content_hash);

CREATE TABLE IF NOT EXISTS job_details AS jobs
ENGINE = ReplacingMergeTree(collected_at)
ORDER BY (platform, job_key);

-- The newest row of each company that its own page told of: lists know neither description nor address.
CREATE TABLE IF NOT EXISTS company_pages AS companies
ENGINE = ReplacingMergeTree(collected_at)
ORDER BY (platform, company_key);

CREATE MATERIALIZED VIEW IF NOT EXISTS company_pages_mv TO company_pages AS
SELECT * FROM companies WHERE description IS NOT NULL OR address IS NOT NULL;
