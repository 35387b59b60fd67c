-- Tells what one request brought (`upload_id`, `part`) from the id that its sender gave it (`batch_id`). Before, `batch_id`
-- held `<upload>.<part>`, an id that no sender ever saw. Each statement may run again: what has the new form stays as it is.
-- Inserts into job_sightings and uploads that arrive while these two are copied are lost: pause the delivery of the
-- ingest queue first (docs/deploy.md); uploads are accepted and wait in the spool meanwhile.

-- The defaults read both ids out of the old one; every new row brings its own.
ALTER TABLE raw_jobs
    MODIFY COLUMN batch_id Nullable(String) COMMENT 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    ADD COLUMN IF NOT EXISTS upload_id String DEFAULT replaceRegexpOne(ifNull(batch_id, ''), '[.][0-9]+$', '') COMMENT 'id made by us for one request with rows; a page that the edge crawled is an upload of one part' AFTER raw,
    ADD COLUMN IF NOT EXISTS part UInt32 DEFAULT toUInt32OrZero(extract(ifNull(batch_id, ''), '[.]([0-9]+)$')) COMMENT 'piece of the upload that the row came in, from 0' AFTER upload_id;

ALTER TABLE raw_job_details
    MODIFY COLUMN batch_id Nullable(String) COMMENT 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    ADD COLUMN IF NOT EXISTS upload_id String DEFAULT replaceRegexpOne(ifNull(batch_id, ''), '[.][0-9]+$', '') COMMENT 'id made by us for one request with rows; a page that the edge crawled is an upload of one part' AFTER raw,
    ADD COLUMN IF NOT EXISTS part UInt32 DEFAULT toUInt32OrZero(extract(ifNull(batch_id, ''), '[.]([0-9]+)$')) COMMENT 'piece of the upload that the row came in, from 0' AFTER upload_id;

ALTER TABLE raw_companies
    MODIFY COLUMN batch_id Nullable(String) COMMENT 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    ADD COLUMN IF NOT EXISTS upload_id String DEFAULT replaceRegexpOne(ifNull(batch_id, ''), '[.][0-9]+$', '') COMMENT 'id made by us for one request with rows; a page that the edge crawled is an upload of one part' AFTER raw,
    ADD COLUMN IF NOT EXISTS part UInt32 DEFAULT toUInt32OrZero(extract(ifNull(batch_id, ''), '[.]([0-9]+)$')) COMMENT 'piece of the upload that the row came in, from 0' AFTER upload_id;

ALTER TABLE jobs
    MODIFY COLUMN batch_id Nullable(String) COMMENT 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    ADD COLUMN IF NOT EXISTS upload_id String DEFAULT replaceRegexpOne(ifNull(batch_id, ''), '[.][0-9]+$', '') COMMENT 'id made by us for one request with rows; a page that the edge crawled is an upload of one part' AFTER channel,
    ADD COLUMN IF NOT EXISTS part UInt32 DEFAULT toUInt32OrZero(extract(ifNull(batch_id, ''), '[.]([0-9]+)$')) COMMENT 'piece of the upload that the row came in, from 0' AFTER upload_id;

ALTER TABLE job_details
    MODIFY COLUMN batch_id Nullable(String) COMMENT 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    ADD COLUMN IF NOT EXISTS upload_id String DEFAULT replaceRegexpOne(ifNull(batch_id, ''), '[.][0-9]+$', '') COMMENT 'id made by us for one request with rows; a page that the edge crawled is an upload of one part' AFTER channel,
    ADD COLUMN IF NOT EXISTS part UInt32 DEFAULT toUInt32OrZero(extract(ifNull(batch_id, ''), '[.]([0-9]+)$')) COMMENT 'piece of the upload that the row came in, from 0' AFTER upload_id;

DROP VIEW IF EXISTS company_pages_mv;

ALTER TABLE companies
    MODIFY COLUMN batch_id Nullable(String) COMMENT 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    ADD COLUMN IF NOT EXISTS upload_id String DEFAULT replaceRegexpOne(ifNull(batch_id, ''), '[.][0-9]+$', '') COMMENT 'id made by us for one request with rows; a page that the edge crawled is an upload of one part' AFTER channel,
    ADD COLUMN IF NOT EXISTS part UInt32 DEFAULT toUInt32OrZero(extract(ifNull(batch_id, ''), '[.]([0-9]+)$')) COMMENT 'piece of the upload that the row came in, from 0' AFTER upload_id;

ALTER TABLE company_pages
    MODIFY COLUMN batch_id Nullable(String) COMMENT 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    ADD COLUMN IF NOT EXISTS upload_id String DEFAULT replaceRegexpOne(ifNull(batch_id, ''), '[.][0-9]+$', '') COMMENT 'id made by us for one request with rows; a page that the edge crawled is an upload of one part' AFTER channel,
    ADD COLUMN IF NOT EXISTS part UInt32 DEFAULT toUInt32OrZero(extract(ifNull(batch_id, ''), '[.]([0-9]+)$')) COMMENT 'piece of the upload that the row came in, from 0' AFTER upload_id;

CREATE MATERIALIZED VIEW IF NOT EXISTS company_pages_mv TO company_pages AS
SELECT * FROM companies WHERE description IS NOT NULL OR address IS NOT NULL;

-- Both ids are written down before the old one goes. ClickHouse works these mutations off in order, in the background.
ALTER TABLE raw_jobs MATERIALIZE COLUMN upload_id, MATERIALIZE COLUMN part;
ALTER TABLE raw_jobs UPDATE batch_id = NULL WHERE batch_id IN (upload_id, concat(upload_id, '.', toString(part)));
ALTER TABLE raw_job_details MATERIALIZE COLUMN upload_id, MATERIALIZE COLUMN part;
ALTER TABLE raw_job_details UPDATE batch_id = NULL WHERE batch_id IN (upload_id, concat(upload_id, '.', toString(part)));
ALTER TABLE raw_companies MATERIALIZE COLUMN upload_id, MATERIALIZE COLUMN part;
ALTER TABLE raw_companies UPDATE batch_id = NULL WHERE batch_id IN (upload_id, concat(upload_id, '.', toString(part)));
ALTER TABLE jobs MATERIALIZE COLUMN upload_id, MATERIALIZE COLUMN part;
ALTER TABLE jobs UPDATE batch_id = NULL WHERE batch_id IN (upload_id, concat(upload_id, '.', toString(part)));
ALTER TABLE job_details MATERIALIZE COLUMN upload_id, MATERIALIZE COLUMN part;
ALTER TABLE job_details UPDATE batch_id = NULL WHERE batch_id IN (upload_id, concat(upload_id, '.', toString(part)));
ALTER TABLE companies MATERIALIZE COLUMN upload_id, MATERIALIZE COLUMN part;
ALTER TABLE companies UPDATE batch_id = NULL WHERE batch_id IN (upload_id, concat(upload_id, '.', toString(part)));
ALTER TABLE company_pages MATERIALIZE COLUMN upload_id, MATERIALIZE COLUMN part;
ALTER TABLE company_pages UPDATE batch_id = NULL WHERE batch_id IN (upload_id, concat(upload_id, '.', toString(part)));

-- `batch_id` leads the sorting key of the two tables below, and a key column can be neither changed nor made nullable:
-- they are copied. The columns added first let the copy read a table of the old form and of the new one alike.
ALTER TABLE job_sightings
    ADD COLUMN IF NOT EXISTS upload_id String DEFAULT replaceRegexpOne(ifNull(batch_id, ''), '[.][0-9]+$', ''),
    ADD COLUMN IF NOT EXISTS part UInt32 DEFAULT toUInt32OrZero(extract(ifNull(batch_id, ''), '[.]([0-9]+)$'));

-- Sorted by hour, then upload: what a run saw lies together. An insert that is repeated replaces its own rows.
CREATE OR REPLACE TABLE job_sightings_copy
(
    platform    LowCardinality(String),
    job_key     String,
    keyword_id  Nullable(String),
    keyword     LowCardinality(Nullable(String)),
    search_city LowCardinality(Nullable(String)),
    run_id      Nullable(String),
    upload_id   String COMMENT 'id made by us for one request with rows; a page that the edge crawled is an upload of one part',
    part        UInt32 COMMENT 'piece of the upload that the posting came in, from 0',
    batch_id    Nullable(String) COMMENT 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    verdict     LowCardinality(String) COMMENT 'new, changed, unchanged; duplicate inside the group that was inserted with it',
    seen_at     DateTime64(3, 'UTC'),
    INDEX run_id run_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(seen_at)
ORDER BY (platform, toStartOfHour(seen_at), upload_id, part, job_key, verdict)
TTL toDateTime(seen_at) + INTERVAL 400 DAY;

INSERT INTO job_sightings_copy
SELECT
    platform, job_key, keyword_id, keyword, search_city, run_id, upload_id, part,
    if(batch_id IN (upload_id, concat(upload_id, '.', toString(part))), NULL, batch_id) AS batch_id,
    verdict, seen_at
FROM job_sightings;

DROP VIEW IF EXISTS job_spans_mv;

EXCHANGE TABLES job_sightings AND job_sightings_copy;

DROP TABLE job_sightings_copy;

CREATE MATERIALIZED VIEW IF NOT EXISTS job_spans_mv TO job_spans AS
SELECT platform, job_key, min(seen_at) AS first_seen, max(seen_at) AS last_seen
FROM job_sightings
GROUP BY platform, job_key;

-- A line for each upload; before, for each part of one.
ALTER TABLE uploads
    ADD COLUMN IF NOT EXISTS upload_id String DEFAULT replaceRegexpOne(ifNull(batch_id, ''), '[.][0-9]+$', ''),
    ADD COLUMN IF NOT EXISTS parts UInt32 DEFAULT 1;

CREATE OR REPLACE TABLE uploads_copy
(
    at        DateTime64(3, 'UTC') COMMENT 'when it was accepted',
    ip        String,
    source    LowCardinality(String) COMMENT 'node: or user: and who sent it',
    platform  LowCardinality(String),
    channel   LowCardinality(String),
    data_type LowCardinality(String),
    upload_id String COMMENT 'id made by us for one request with rows',
    batch_id  Nullable(String) COMMENT 'id that the sender gave it; null when it gave none',
    parts     UInt32 COMMENT 'pieces it was cut into',
    received  UInt32 COMMENT 'rows sent',
    valid     UInt32 COMMENT 'rows with a key',
    invalid   UInt32,
    bytes     UInt64 COMMENT 'of the rows as they wait for ClickHouse'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (ip, source, toStartOfHour(at), upload_id)
TTL toDateTime(at) + INTERVAL 90 DAY;

INSERT INTO uploads_copy
SELECT
    min(u.at) AS at, u.ip, u.source, any(u.platform), any(u.channel), any(u.data_type), u.upload_id,
    any(if(u.batch_id = u.upload_id OR match(ifNull(u.batch_id, ''), concat('^', u.upload_id, '[.][0-9]+$')), NULL, u.batch_id)),
    sum(u.parts), sum(u.received), sum(u.valid), sum(u.invalid), sum(u.bytes)
FROM uploads AS u FINAL
GROUP BY u.ip, u.source, u.upload_id;

EXCHANGE TABLES uploads AND uploads_copy;

DROP TABLE uploads_copy;

-- `j.*` and `c.*` name the columns that the tables had when the view was made.
CREATE OR REPLACE VIEW jobs_full AS
SELECT
    j.* REPLACE (
        coalesce(nullIf(d.description, ''), j.description) AS description,
        if(empty(d.skills), j.skills, d.skills) AS skills,
        if(empty(d.welfare), j.welfare, d.welfare) AS welfare,
        coalesce(j.job_type, d.job_type) AS job_type,
        coalesce(j.lon, d.lon) AS lon,
        coalesce(j.lat, d.lat) AS lat,
        coalesce(j.coordinate_system, d.coordinate_system) AS coordinate_system,
        coalesce(j.recruiter_position, d.recruiter_position) AS recruiter_position,
        coalesce(j.is_proxy, d.is_proxy) AS is_proxy,
        coalesce(j.published_at, d.published_at) AS published_at,
        coalesce(j.updated_at, d.updated_at) AS updated_at
    ),
    nullIf(d.collected_at, toDateTime64(0, 3, 'UTC')) AS detailed_at
FROM (SELECT * FROM jobs FINAL) AS j
LEFT JOIN (SELECT * FROM job_details FINAL) AS d ON d.platform = j.platform AND d.job_key = j.job_key;

CREATE OR REPLACE VIEW companies_full AS
SELECT
    c.* REPLACE (
        coalesce(c.full_name, p.full_name) AS full_name,
        coalesce(c.company_type, p.company_type) AS company_type,
        coalesce(c.company_stage, p.company_stage) AS company_stage,
        coalesce(c.company_size_text, p.company_size_text) AS company_size_text,
        coalesce(c.company_size, p.company_size) AS company_size,
        coalesce(c.company_size_min, p.company_size_min) AS company_size_min,
        coalesce(c.company_size_max, p.company_size_max) AS company_size_max,
        coalesce(c.industry, p.industry) AS industry,
        coalesce(c.logo, p.logo) AS logo,
        coalesce(c.city, p.city) AS city,
        coalesce(nullIf(c.address, ''), p.address) AS address,
        coalesce(nullIf(c.description, ''), p.description) AS description,
        coalesce(c.lon, p.lon) AS lon,
        coalesce(c.lat, p.lat) AS lat,
        coalesce(c.coordinate_system, p.coordinate_system) AS coordinate_system
    ),
    nullIf(p.collected_at, toDateTime64(0, 3, 'UTC')) AS detailed_at
FROM (SELECT * FROM companies FINAL) AS c
LEFT JOIN (SELECT * FROM company_pages FINAL) AS p ON p.platform = c.platform AND p.company_key = c.company_key;
