-- The life of postings (X11). A posting closes only by a complete crawl of a search that showed it before; workers/life
-- computes what happened, here in bulk, after the hourly export of the crawls. docs/life.md has the rules.
ALTER TABLE keyword_coverage
    ADD COLUMN IF NOT EXISTS run_id Nullable(String),
    ADD COLUMN IF NOT EXISTS channel LowCardinality(Nullable(String)),
    ADD COLUMN IF NOT EXISTS started_at Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS complete Nullable(Bool);

-- What is compared of each stored content: jobs forgets a version when its parts are merged. The views fill it inside the
-- same insert, so that the crawl writes nothing more.
CREATE TABLE IF NOT EXISTS job_versions
(
    platform       LowCardinality(String),
    job_key        String,
    kind           LowCardinality(String),
    collected_at   DateTime64(3, 'UTC'),
    content_hash   String,
    parser_version UInt32,
    title          Nullable(String),
    salary_text    LowCardinality(Nullable(String)),
    monthly_min    Nullable(Float64),
    monthly_max    Nullable(Float64),
    text_hash      UInt64,
    stored_at      DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(stored_at)
ORDER BY (platform, job_key, kind, collected_at, content_hash);

CREATE MATERIALIZED VIEW IF NOT EXISTS job_versions_of_jobs_mv TO job_versions AS
SELECT platform, job_key, 'list' AS kind, collected_at, content_hash, parser_version, title, salary_text, monthly_min,
    monthly_max, if(ifNull(description, '') = '', 0, cityHash64(ifNull(description, ''))) AS text_hash,
    now64(3, 'UTC') AS stored_at
FROM jobs;

CREATE MATERIALIZED VIEW IF NOT EXISTS job_versions_of_details_mv TO job_versions AS
SELECT platform, job_key, 'page' AS kind, collected_at, content_hash, parser_version, title, salary_text, monthly_min,
    monthly_max, if(ifNull(description, '') = '', 0, cityHash64(ifNull(description, ''))) AS text_hash,
    now64(3, 'UTC') AS stored_at
FROM job_details;

CREATE TABLE IF NOT EXISTS complete_crawls
(
    platform      LowCardinality(String),
    keyword       LowCardinality(String),
    city          LowCardinality(String),
    run_id        String,
    started_at    DateTime64(3, 'UTC'),
    finished_at   DateTime64(3, 'UTC'),
    distinct_jobs UInt32,
    reported      UInt32,
    verdict       LowCardinality(String),
    decided_at    DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(decided_at)
ORDER BY (platform, keyword, city, started_at, run_id)
TTL toDateTime(finished_at) + INTERVAL 800 DAY;

CREATE TABLE IF NOT EXISTS job_events
(
    platform     LowCardinality(String),
    job_key      String,
    at           DateTime64(3, 'UTC'),
    kind         LowCardinality(String),
    since        Nullable(DateTime64(3, 'UTC')),
    before       Nullable(String),
    after        Nullable(String),
    content_hash Nullable(String),
    run_id       Nullable(String),
    keyword      LowCardinality(Nullable(String)),
    search_city  LowCardinality(Nullable(String)),
    recorded_at  DateTime64(3, 'UTC'),
    INDEX recorded_at recorded_at TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(recorded_at)
ORDER BY (platform, job_key, at, kind);

CREATE TABLE IF NOT EXISTS job_life
(
    platform       LowCardinality(String),
    job_key        String,
    state          LowCardinality(String),
    born_after     Nullable(DateTime64(3, 'UTC')),
    closed_after   Nullable(DateTime64(3, 'UTC')),
    closed_at      Nullable(DateTime64(3, 'UTC')),
    closed_by      Nullable(String),
    reopened       UInt32,
    withdrawn      UInt32,
    salary_changes UInt32,
    text_changes   UInt32,
    version        DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (platform, job_key);

-- Postings that a pass of workers/life asks about: it reads them many times.
CREATE TABLE IF NOT EXISTS life_asked
(
    pass     DateTime64(3, 'UTC'),
    platform LowCardinality(String),
    job_key  String
)
ENGINE = MergeTree
ORDER BY (pass, platform, job_key)
TTL toDateTime(pass) + INTERVAL 1 DAY;

CREATE TABLE IF NOT EXISTS job_chains
(
    platform    LowCardinality(String),
    job_key     String,
    chain_key   String,
    chain_place UInt32,
    version     DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (platform, job_key);

-- A new state makes the posting's row in job_facts anew; a row that says nothing but the first sighting changes nothing.
CREATE MATERIALIZED VIEW IF NOT EXISTS job_changes_of_life_mv TO job_changes AS
SELECT now64(3, 'UTC') AS changed_at, platform, job_key, CAST(NULL AS Nullable(Date)) AS seen_day FROM job_life
WHERE state = 'closed' OR reopened > 0 OR withdrawn > 0 OR born_after IS NOT NULL;

CREATE MATERIALIZED VIEW IF NOT EXISTS job_changes_of_chains_mv TO job_changes AS
SELECT now64(3, 'UTC') AS changed_at, platform, job_key, CAST(NULL AS Nullable(Date)) AS seen_day FROM job_chains;

ALTER TABLE job_facts
    ADD COLUMN IF NOT EXISTS state LowCardinality(String) DEFAULT 'open',
    ADD COLUMN IF NOT EXISTS born_after Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS closed_after Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS closed_at Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS chain_key String,
    ADD COLUMN IF NOT EXISTS chain_place UInt32;

ALTER TABLE export_jobs
    ADD COLUMN IF NOT EXISTS state LowCardinality(String) DEFAULT 'open',
    ADD COLUMN IF NOT EXISTS closed_after Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS closed_at Nullable(DateTime64(3, 'UTC')),
    ADD COLUMN IF NOT EXISTS chain_key String,
    ADD COLUMN IF NOT EXISTS chain_place UInt32;

-- What is stored: the newest version of each posting; older ones are gone from jobs.
INSERT INTO job_versions (platform, job_key, kind, collected_at, content_hash, parser_version, title, salary_text, monthly_min, monthly_max, text_hash)
SELECT platform, job_key, 'list', collected_at, content_hash, parser_version, title, salary_text, monthly_min, monthly_max,
    if(ifNull(description, '') = '', 0, cityHash64(ifNull(description, ''))) FROM jobs;
INSERT INTO job_versions (platform, job_key, kind, collected_at, content_hash, parser_version, title, salary_text, monthly_min, monthly_max, text_hash)
SELECT platform, job_key, 'page', collected_at, content_hash, parser_version, title, salary_text, monthly_min, monthly_max,
    if(ifNull(description, '') = '', 0, cityHash64(ifNull(description, ''))) FROM job_details;

-- Comments, printed by `node local/docs/tables-page.ts --sql`.
ALTER TABLE job_facts
    COMMENT COLUMN state 'closed: a complete crawl of a search that showed it did not; else open',
    COMMENT COLUMN born_after 'end of the last complete crawl of its searches before its first sighting; null where it may be older',
    COMMENT COLUMN closed_after 'last sighting before it was closed',
    COMMENT COLUMN closed_at 'end of the first complete crawl without it',
    COMMENT COLUMN chain_key 'job_key of the first posting of the chain; empty where it has no other',
    COMMENT COLUMN chain_place 'place in the chain, from 1; 0 without a chain';
ALTER TABLE keyword_coverage
    COMMENT COLUMN run_id 'run that read it; null before this was told',
    COMMENT COLUMN channel 'channel of the search',
    COMMENT COLUMN started_at 'when the run began',
    COMMENT COLUMN complete 'the run read the whole list: first to last page, nothing twice, at least 0.98 of what was reported';
ALTER TABLE complete_crawls MODIFY COMMENT 'Crawls that read the whole list of their search, and whether they may close postings';
ALTER TABLE complete_crawls
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN keyword 'keyword as it is searched',
    COMMENT COLUMN city 'city of the search, common name',
    COMMENT COLUMN run_id 'run that read it',
    COMMENT COLUMN started_at 'when the run began',
    COMMENT COLUMN finished_at 'when the run ended',
    COMMENT COLUMN distinct_jobs 'distinct postings that it met',
    COMMENT COLUMN reported 'postings that the site reported',
    COMMENT COLUMN verdict 'used; unstored: its rows never all arrived; doubted: it reported less than half of the one before it',
    COMMENT COLUMN decided_at 'when this was decided';
ALTER TABLE job_versions MODIFY COMMENT 'Each content of a posting that was stored, in short: what changed in its life; filled by job_versions_of_jobs_mv and job_versions_of_details_mv';
ALTER TABLE job_versions
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN kind 'list: row of a list; page: the own page of the posting',
    COMMENT COLUMN collected_at 'when it was collected',
    COMMENT COLUMN content_hash 'hash of the row as sent, hex; the row itself is in raw_jobs or raw_job_details',
    COMMENT COLUMN parser_version 'version of the parser that read it',
    COMMENT COLUMN title 'title of the posting',
    COMMENT COLUMN salary_text 'salary as the platform shows it',
    COMMENT COLUMN monthly_min 'CNY per month',
    COMMENT COLUMN monthly_max 'CNY per month',
    COMMENT COLUMN text_hash 'hash of the text of the posting; 0 where it has none',
    COMMENT COLUMN stored_at 'when it was stored; the newest row of a content stays';
ALTER TABLE job_events MODIFY COMMENT 'What happened to each posting, appended; an event that is found again replaces itself';
ALTER TABLE job_events
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN at 'when it was found; it happened after since and by then',
    COMMENT COLUMN kind 'seen_first, closed, reopened, closing_withdrawn, salary_changed, text_changed',
    COMMENT COLUMN since 'begin of the time in which it happened: last sighting before a closing, end of the last complete crawl before a first sighting',
    COMMENT COLUMN before 'salary or title before',
    COMMENT COLUMN after 'salary or title after',
    COMMENT COLUMN content_hash 'content that has the change',
    COMMENT COLUMN run_id 'complete crawl that did not show it',
    COMMENT COLUMN keyword 'keyword of that crawl',
    COMMENT COLUMN search_city 'city of that crawl',
    COMMENT COLUMN recorded_at 'when it was recorded';
ALTER TABLE job_life MODIFY COMMENT 'State of each posting, derived from job_events: one row each, the newest one stays';
ALTER TABLE job_life
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN state 'closed: a complete crawl of a search that showed it did not; else open',
    COMMENT COLUMN born_after 'end of the last complete crawl of its searches before its first sighting; null where it may be older',
    COMMENT COLUMN closed_after 'last sighting before it was closed',
    COMMENT COLUMN closed_at 'end of the first complete crawl without it',
    COMMENT COLUMN closed_by 'run of that crawl',
    COMMENT COLUMN reopened 'times that it was seen again after it was closed',
    COMMENT COLUMN withdrawn 'closings that a late upload proved wrong',
    COMMENT COLUMN salary_changes 'changes of the salary',
    COMMENT COLUMN text_changes 'changes of title or text',
    COMMENT COLUMN version 'when this row was derived';
ALTER TABLE life_asked MODIFY COMMENT 'Postings that a pass over the life of postings asks about; 1 day';
ALTER TABLE life_asked
    COMMENT COLUMN pass 'version of the rows that the pass writes',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform';
ALTER TABLE job_chains MODIFY COMMENT 'The chain of reposts that a posting belongs to; the newest row stays';
ALTER TABLE job_chains
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN chain_key 'job_key of the first posting of the chain; empty where it has no other',
    COMMENT COLUMN chain_place 'place in the chain, from 1; 0 without a chain',
    COMMENT COLUMN version 'when this row was derived';
ALTER TABLE export_jobs
    COMMENT COLUMN state 'closed: a complete crawl of a search that showed it did not; else open',
    COMMENT COLUMN closed_after 'last sighting before it was closed',
    COMMENT COLUMN closed_at 'end of the first complete crawl without it',
    COMMENT COLUMN chain_key 'job_key of the first posting of the chain; empty where it has no other',
    COMMENT COLUMN chain_place 'place in the chain, from 1; 0 without a chain';
ALTER TABLE job_versions_of_jobs_mv MODIFY COMMENT 'Fills job_versions';
ALTER TABLE job_versions_of_jobs_mv
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN kind 'list: row of a list; page: the own page of the posting',
    COMMENT COLUMN collected_at 'when it was collected',
    COMMENT COLUMN content_hash 'hash of the row as sent, hex; the row itself is in raw_jobs or raw_job_details',
    COMMENT COLUMN parser_version 'version of the parser that read it',
    COMMENT COLUMN title 'title of the posting',
    COMMENT COLUMN salary_text 'salary as the platform shows it',
    COMMENT COLUMN monthly_min 'CNY per month',
    COMMENT COLUMN monthly_max 'CNY per month',
    COMMENT COLUMN text_hash 'hash of the text of the posting; 0 where it has none',
    COMMENT COLUMN stored_at 'when it was stored; the newest row of a content stays';
ALTER TABLE job_versions_of_details_mv MODIFY COMMENT 'Fills job_versions';
ALTER TABLE job_versions_of_details_mv
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN kind 'list: row of a list; page: the own page of the posting',
    COMMENT COLUMN collected_at 'when it was collected',
    COMMENT COLUMN content_hash 'hash of the row as sent, hex; the row itself is in raw_jobs or raw_job_details',
    COMMENT COLUMN parser_version 'version of the parser that read it',
    COMMENT COLUMN title 'title of the posting',
    COMMENT COLUMN salary_text 'salary as the platform shows it',
    COMMENT COLUMN monthly_min 'CNY per month',
    COMMENT COLUMN monthly_max 'CNY per month',
    COMMENT COLUMN text_hash 'hash of the text of the posting; 0 where it has none',
    COMMENT COLUMN stored_at 'when it was stored; the newest row of a content stays';
ALTER TABLE job_changes_of_life_mv MODIFY COMMENT 'Fills job_changes';
ALTER TABLE job_changes_of_life_mv
    COMMENT COLUMN changed_at 'when it was written',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN seen_day 'null where the content changed, else the day of China Standard Time (UTC+8) on which it was seen again';
ALTER TABLE job_changes_of_chains_mv MODIFY COMMENT 'Fills job_changes';
ALTER TABLE job_changes_of_chains_mv
    COMMENT COLUMN changed_at 'when it was written',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN seen_day 'null where the content changed, else the day of China Standard Time (UTC+8) on which it was seen again';
