-- How well each field was filled in the rows collected on a day (X14): what a batch, and a day, are compared with. Measured
-- by the hour from the typed tables; a day that is measured again replaces itself.
CREATE TABLE IF NOT EXISTS quality_per_day
(
    data_type    LowCardinality(String),
    platform     LowCardinality(String),
    field        LowCardinality(String),
    channel      LowCardinality(String),
    day          Date,
    rows         UInt64,
    filled       UInt64,
    unread       UInt64,
    pages        UInt64,
    page_missing Float64,
    page_squares Float64,
    page_inverse Float64,
    low          Nullable(Float64),
    p1           Nullable(Float64),
    p50          Nullable(Float64),
    p99          Nullable(Float64),
    high         Nullable(Float64),
    newest_at    DateTime64(3, 'UTC'),
    measured_at  DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(measured_at)
ORDER BY (data_type, platform, field, channel, day)
TTL day + INTERVAL 400 DAY;

ALTER TABLE quality_per_day MODIFY COMMENT 'How well each field was filled in the rows collected on a day; 400 days. Measured by the hour by the schedule measure-quality; read with FINAL';
ALTER TABLE quality_per_day
    COMMENT COLUMN data_type 'kind of rows',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN field 'field of the typed row; age_days, date_not_ahead and in_searched_city are made of others',
    COMMENT COLUMN channel 'channel of the site that the rows were collected through',
    COMMENT COLUMN day 'day of China Standard Time (UTC+8) on which they were collected',
    COMMENT COLUMN rows 'rows that count for the field',
    COMMENT COLUMN filled 'rows that have it',
    COMMENT COLUMN unread 'rows whose text the parser could not read',
    COMMENT COLUMN pages 'batches with at least 10 such rows',
    COMMENT COLUMN page_missing 'sum over those of the share of rows without it',
    COMMENT COLUMN page_squares 'sum of the squares of that share',
    COMMENT COLUMN page_inverse 'sum of 1 by the number of rows',
    COMMENT COLUMN low '0.5 % point of its numbers',
    COMMENT COLUMN p1 '1 % point',
    COMMENT COLUMN p50 'median',
    COMMENT COLUMN p99 '99 % point',
    COMMENT COLUMN high '99.5 % point',
    COMMENT COLUMN newest_at 'when the newest of the rows was collected',
    COMMENT COLUMN measured_at 'when it was measured';
