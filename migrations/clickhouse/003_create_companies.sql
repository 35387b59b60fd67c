-- One row per company, the newest one stays: columns of CompanyProfile and Provenance in shared/contracts/rows.ts.
CREATE TABLE IF NOT EXISTS companies
(
    platform          LowCardinality(String),
    company_key       String,
    name              Nullable(String),
    full_name         Nullable(String),
    company_type      LowCardinality(Nullable(String)),
    company_stage     LowCardinality(Nullable(String)),
    company_size_text LowCardinality(Nullable(String)),
    company_size      LowCardinality(Nullable(String)),
    company_size_min  Nullable(UInt32),
    company_size_max  Nullable(UInt32),
    industry          LowCardinality(Nullable(String)),
    logo              Nullable(String),
    url               Nullable(String),
    city              LowCardinality(Nullable(String)) COMMENT 'common name',
    address           Nullable(String),
    description       Nullable(String) CODEC(ZSTD(3)),
    lon               Nullable(Float64),
    lat               Nullable(Float64),
    coordinate_system LowCardinality(Nullable(String)),
    unread            Array(LowCardinality(String)) COMMENT 'fields whose text was kept but not read',
    channel           LowCardinality(String),
    batch_id          String,
    run_id            Nullable(String),
    keyword_id        Nullable(String),
    keyword           LowCardinality(Nullable(String)),
    search_city       LowCardinality(Nullable(String)),
    source            LowCardinality(String) COMMENT 'edge, or the id of a node',
    collected_at      DateTime64(3, 'UTC'),
    content_hash      String COMMENT 'hex, without volatile fields',
    parser_version    UInt32
)
ENGINE = ReplacingMergeTree(collected_at)
ORDER BY (platform, company_key);
