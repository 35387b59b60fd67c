-- What crawler nodes measure of their machines, one row a heartbeat. An insert that is repeated replaces its own rows.
CREATE TABLE IF NOT EXISTS node_metrics
(
    node_id                  String,
    name                     LowCardinality(String) COMMENT 'at that time',
    at                       DateTime64(3, 'UTC'),
    cpu                      Float32 COMMENT 'share of all cores, 0 to 1',
    memory_used_bytes        UInt64,
    memory_total_bytes       UInt64,
    process_bytes            UInt64 COMMENT 'resident memory of the node program',
    disk_free_bytes          UInt64,
    disk_total_bytes         UInt64,
    net_received_bytes_per_s Nullable(UInt64),
    net_sent_bytes_per_s     Nullable(UInt64),
    uptime_s                 UInt64
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (node_id, at)
TTL toDateTime(at) + INTERVAL 30 DAY;
