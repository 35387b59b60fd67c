-- Each batch that came from outside, once: who sent how much when. An insert that is repeated replaces its own rows.
CREATE TABLE IF NOT EXISTS uploads
(
    at        DateTime64(3, 'UTC') COMMENT 'when it was accepted',
    ip        String,
    source    LowCardinality(String) COMMENT 'node: or user: and who sent it',
    platform  LowCardinality(String),
    channel   LowCardinality(String),
    data_type LowCardinality(String),
    batch_id  String,
    received  UInt32 COMMENT 'rows sent',
    valid     UInt32 COMMENT 'rows with a key',
    invalid   UInt32,
    bytes     UInt64 COMMENT 'of the rows as they wait for ClickHouse'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (ip, source, toStartOfHour(at), batch_id)
TTL toDateTime(at) + INTERVAL 90 DAY;
