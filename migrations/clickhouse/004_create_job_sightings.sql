-- Each posting seen in each batch, stored again or not: the life of a posting (X11) and the coverage of a run (X6).
-- Sorted by hour, then batch: what a run saw lies together. An insert that is repeated replaces its own rows.
CREATE TABLE IF NOT EXISTS job_sightings
(
    platform    LowCardinality(String),
    job_key     String,
    keyword_id  Nullable(String),
    keyword     LowCardinality(Nullable(String)),
    search_city LowCardinality(Nullable(String)),
    run_id      Nullable(String),
    batch_id    String,
    verdict     LowCardinality(String) COMMENT 'new, changed, unchanged; duplicate inside its batch',
    seen_at     DateTime64(3, 'UTC'),
    INDEX run_id run_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(seen_at)
ORDER BY (platform, toStartOfHour(seen_at), batch_id, job_key, verdict)
TTL toDateTime(seen_at) + INTERVAL 400 DAY;

-- First and last sighting of each posting; outlives the sightings. Minimum and maximum do not mind repeats.
CREATE TABLE IF NOT EXISTS job_spans
(
    platform   LowCardinality(String),
    job_key    String,
    first_seen SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen  SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (platform, job_key);

CREATE MATERIALIZED VIEW IF NOT EXISTS job_spans_mv TO job_spans AS
SELECT platform, job_key, min(seen_at) AS first_seen, max(seen_at) AS last_seen
FROM job_sightings
GROUP BY platform, job_key;
