-- The platform's metrics over time, one row for each series and reading. An insert that is repeated replaces its own rows.
CREATE TABLE IF NOT EXISTS metric_samples
(
    name   LowCardinality(String),
    labels LowCardinality(String),
    at     DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    value  Float64 CODEC(Gorilla, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (name, labels, at)
TTL toDateTime(at) + INTERVAL 90 DAY;

ALTER TABLE metric_samples MODIFY COMMENT 'Metrics of the platform, one row for each series and reading, every five minutes; 90 days';
ALTER TABLE metric_samples
    COMMENT COLUMN name 'name of the metric',
    COMMENT COLUMN labels 'its labels in the order of their names, as name="value"; empty without one',
    COMMENT COLUMN at 'when it was read',
    COMMENT COLUMN value 'the value; a counter grows until its source is reset';
