-- Distinct postings stored or changed per day of China Standard Time. States of uniqExact hold the keys
-- themselves, so a row that comes twice, under whatever token, counts once.
CREATE TABLE IF NOT EXISTS jobs_per_day
(
    day      Date,
    platform LowCardinality(String),
    city     LowCardinality(String) COMMENT 'empty when the posting names none',
    jobs     AggregateFunction(uniqExact, String)
)
ENGINE = AggregatingMergeTree
ORDER BY (day, platform, city);

CREATE MATERIALIZED VIEW IF NOT EXISTS jobs_per_day_mv TO jobs_per_day AS
SELECT
    toDate(j.collected_at, 'Asia/Shanghai') AS day,
    j.platform AS platform,
    ifNull(j.city, '') AS city,
    uniqExactState(j.job_key) AS jobs
FROM jobs AS j
GROUP BY day, platform, ifNull(j.city, '');

CREATE VIEW IF NOT EXISTS jobs_per_day_counts AS
SELECT day, platform, city, uniqExactMerge(jobs_per_day.jobs) AS jobs
FROM jobs_per_day
GROUP BY day, platform, city;
