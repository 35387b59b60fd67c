-- What people search, count and export: one current row per posting, read without FINAL. workers/facts keeps it current:
-- it inserts the rows of changed postings anew and deletes the old ones (lightweight, by patch parts), and moves
-- last_seen_day by a lightweight UPDATE. The sorting key never changes in the life of a posting, so the newest postings
-- are read from the end of the table. The tokenizer of the text index is named here and in workers/clickhouse/job-text.ts.
CREATE TABLE IF NOT EXISTS job_facts
(
    platform             LowCardinality(String),
    job_key              String,
    company_key          Nullable(String),
    title                Nullable(String),
    salary_text          LowCardinality(Nullable(String)),
    salary_min           Nullable(Float64),
    salary_max           Nullable(Float64),
    salary_period        LowCardinality(Nullable(String)),
    salary_months        Nullable(Float32),
    monthly_min          Nullable(Float64),
    monthly_max          Nullable(Float64),
    city                 LowCardinality(Nullable(String)),
    district             LowCardinality(Nullable(String)),
    business_area        LowCardinality(Nullable(String)),
    experience_text      LowCardinality(Nullable(String)),
    experience           LowCardinality(Nullable(String)),
    experience_min_years Nullable(Float32),
    experience_max_years Nullable(Float32),
    degree_text          LowCardinality(Nullable(String)),
    degree               LowCardinality(Nullable(String)),
    company_name         Nullable(String),
    company_size         LowCardinality(Nullable(String)),
    company_type         LowCardinality(Nullable(String)),
    company_stage        LowCardinality(Nullable(String)),
    industry             LowCardinality(Nullable(String)),
    skills               Array(LowCardinality(String)),
    welfare              Array(LowCardinality(String)),
    tags                 Array(LowCardinality(String)),
    job_type             LowCardinality(Nullable(String)),
    lon                  Nullable(Float64),
    lat                  Nullable(Float64),
    coordinate_system    LowCardinality(Nullable(String)),
    url                  Nullable(String),
    is_proxy             Nullable(Bool),
    published_at         Nullable(DateTime64(3, 'UTC')),
    updated_at           Nullable(DateTime64(3, 'UTC')),
    unread               Array(LowCardinality(String)),
    keyword              LowCardinality(Nullable(String)),
    search_city          LowCardinality(Nullable(String)),
    collected_at         DateTime64(3, 'UTC'),
    description          Nullable(String) CODEC(ZSTD(3)),
    detailed_at          Nullable(DateTime64(3, 'UTC')),
    skill_keys           Array(LowCardinality(String)),
    working_time         Array(LowCardinality(String)),
    working_time_said    Array(String) CODEC(ZSTD(3)),
    first_seen           DateTime64(3, 'UTC'),
    last_seen_day        Date,
    search_text          String CODEC(ZSTD(3)),
    latin_words          Array(String) CODEC(ZSTD(3)),
    version              DateTime64(3, 'UTC'),
    INDEX search_text search_text TYPE text(tokenizer = ngrams(2)),
    INDEX latin_words latin_words TYPE text(tokenizer = array)
)
ENGINE = MergeTree
ORDER BY (first_seen, platform, job_key)
-- A search reads the text of whole granules around the rows that its index finds: small ones, because few rows match.
SETTINGS index_granularity = 1024, enable_block_number_column = 1, enable_block_offset_column = 1;

-- Keys of postings whose row in job_facts is out of date, for a week. Who corrects stored rows (a re-clean, a merge, its
-- undo) writes their keys here. seen_day is null where the content changed, else the day on which it was seen again.
CREATE TABLE IF NOT EXISTS job_changes
(
    changed_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    platform   LowCardinality(String),
    job_key    String,
    seen_day   Nullable(Date)
)
ENGINE = MergeTree
ORDER BY changed_at
TTL toDateTime(changed_at) + INTERVAL 7 DAY;

CREATE MATERIALIZED VIEW IF NOT EXISTS job_changes_of_jobs_mv TO job_changes AS
SELECT now64(3, 'UTC') AS changed_at, platform, job_key, CAST(NULL AS Nullable(Date)) AS seen_day FROM jobs;

CREATE MATERIALIZED VIEW IF NOT EXISTS job_changes_of_details_mv TO job_changes AS
SELECT now64(3, 'UTC') AS changed_at, platform, job_key, CAST(NULL AS Nullable(Date)) AS seen_day FROM job_details;

CREATE MATERIALIZED VIEW IF NOT EXISTS job_changes_of_sightings_mv TO job_changes AS
SELECT
    now64(3, 'UTC') AS changed_at,
    platform,
    job_key,
    CAST(max(toDate(seen_at, 'Asia/Shanghai')) AS Nullable(Date)) AS seen_day
FROM job_sightings
GROUP BY platform, job_key;

-- Which search found which posting, and when: coverage by capture and recapture, figures by keyword, the market index.
CREATE TABLE IF NOT EXISTS job_keywords
(
    platform    LowCardinality(String),
    keyword     LowCardinality(String),
    search_city LowCardinality(String),
    job_key     String,
    first_seen  SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen   SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    INDEX job_key job_key TYPE bloom_filter(0.01)
)
ENGINE = AggregatingMergeTree
ORDER BY (platform, keyword, search_city, job_key);

-- Why a posting is there: its sightings by key. Rows that are there get the index as their parts are merged.
ALTER TABLE job_sightings ADD INDEX IF NOT EXISTS job_key job_key TYPE bloom_filter(0.01);

CREATE MATERIALIZED VIEW IF NOT EXISTS job_keywords_mv TO job_keywords AS
SELECT
    platform,
    ifNull(s.keyword, '') AS keyword,
    ifNull(s.search_city, '') AS search_city,
    job_key,
    min(seen_at) AS first_seen,
    max(seen_at) AS last_seen
FROM job_sightings AS s
WHERE s.keyword IS NOT NULL
GROUP BY platform, keyword, search_city, job_key;

-- Figures of all postings without a filter, computed by workers/figures when job_facts has changed: the newest row of a
-- name stays. A body is the answer of the API as JSON.
CREATE TABLE IF NOT EXISTS figures
(
    name    String,
    made_at DateTime64(3, 'UTC'),
    body    String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree(made_at)
ORDER BY name;

-- What was stored before this migration. Rows that come in meanwhile are in both, which changes nothing.
INSERT INTO job_keywords
SELECT platform, ifNull(s.keyword, '') AS keyword, ifNull(s.search_city, '') AS search_city, job_key,
       min(seen_at) AS first_seen, max(seen_at) AS last_seen
FROM job_sightings AS s
WHERE s.keyword IS NOT NULL
GROUP BY platform, keyword, search_city, job_key;

INSERT INTO job_changes (platform, job_key) SELECT platform, job_key FROM jobs;

-- Comments, printed by `node local/docs/tables-page.ts --sql`.
ALTER TABLE job_facts MODIFY COMMENT 'One current row per posting with what its own page adds, for search, figures and exports. Read without FINAL';
ALTER TABLE job_facts
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN company_key 'id of the company on the platform',
    COMMENT COLUMN title 'title of the posting',
    COMMENT COLUMN salary_text 'salary as the platform shows it',
    COMMENT COLUMN salary_min 'CNY per salary_period',
    COMMENT COLUMN salary_max 'CNY per salary_period',
    COMMENT COLUMN salary_period 'what the salary is paid for',
    COMMENT COLUMN salary_months 'months paid a year',
    COMMENT COLUMN monthly_min 'CNY per month; a day counts 1/21.75 month',
    COMMENT COLUMN monthly_max 'CNY per month; a day counts 1/21.75 month',
    COMMENT COLUMN city 'city of the work place, common name',
    COMMENT COLUMN district 'district of the city',
    COMMENT COLUMN business_area 'neighbourhood, as the platform names it',
    COMMENT COLUMN experience_text 'experience wanted, as the platform shows it',
    COMMENT COLUMN experience 'experience wanted, in years',
    COMMENT COLUMN experience_min_years 'years of experience wanted at least',
    COMMENT COLUMN experience_max_years 'years of experience wanted at most',
    COMMENT COLUMN degree_text 'degree wanted, as the platform shows it',
    COMMENT COLUMN degree 'lowest degree wanted',
    COMMENT COLUMN company_name 'name of the company in the posting',
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_type 'ownership of the company, as the platform names it',
    COMMENT COLUMN company_stage 'financing stage of the company, as the platform names it',
    COMMENT COLUMN industry 'industry of the company, as the platform names it',
    COMMENT COLUMN skills 'skills that the posting lists; on 51job its tags without degree, experience and welfare',
    COMMENT COLUMN welfare 'benefits that the posting lists',
    COMMENT COLUMN tags 'other labels of the posting',
    COMMENT COLUMN job_type 'full-time, part-time, internship and so on, as the platform names it',
    COMMENT COLUMN lon 'longitude of the work place',
    COMMENT COLUMN lat 'latitude of the work place',
    COMMENT COLUMN coordinate_system 'system of lon and lat, the own one of the platform',
    COMMENT COLUMN url 'page of the posting, without its query',
    COMMENT COLUMN is_proxy 'posted by an agency',
    COMMENT COLUMN published_at 'when it was published, as the platform says',
    COMMENT COLUMN updated_at 'when it was updated, as the platform says',
    COMMENT COLUMN unread 'fields whose text was kept but not read',
    COMMENT COLUMN keyword 'keyword whose search last brought the row, as it is searched',
    COMMENT COLUMN search_city 'city of that search, common name',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN description 'text of the posting',
    COMMENT COLUMN detailed_at 'when the own page of the posting was collected; null where none was stored',
    COMMENT COLUMN skill_keys 'skills, folded: plain width, small letters; in the order of skills',
    COMMENT COLUMN working_time 'two_days 双休, alternating 大小周, one_day 单休, 996: what the texts of the posting state',
    COMMENT COLUMN working_time_said 'the words that each of working_time was read from, in its order',
    COMMENT COLUMN first_seen 'first sighting; where none was stored, collected_at',
    COMMENT COLUMN last_seen_day 'day of China Standard Time (UTC+8) of the last sighting',
    COMMENT COLUMN search_text 'title, company, skills, tags and description, folded, for the text index',
    COMMENT COLUMN latin_words 'distinct words of letters and digits in search_text, with their signs: c++, c#',
    COMMENT COLUMN version 'when this row was made from the stored rows';
ALTER TABLE job_changes MODIFY COMMENT 'Keys of postings whose row in job_facts is out of date; 7 days; filled by materialized views and corrections';
ALTER TABLE job_changes
    COMMENT COLUMN changed_at 'when it was written',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN seen_day 'null where the content changed, else the day of China Standard Time (UTC+8) on which it was seen again';
ALTER TABLE job_keywords MODIFY COMMENT 'Which search found which posting, with first and last sighting; filled by job_keywords_mv';
ALTER TABLE job_keywords
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN keyword 'keyword as it is searched',
    COMMENT COLUMN search_city 'city of the search, common name; empty where the search names none',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN first_seen 'first sighting by this search',
    COMMENT COLUMN last_seen 'last sighting by this search';
ALTER TABLE job_changes_of_jobs_mv MODIFY COMMENT 'Fills job_changes';
ALTER TABLE job_changes_of_jobs_mv
    COMMENT COLUMN changed_at 'when it was written',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN seen_day 'null where the content changed, else the day of China Standard Time (UTC+8) on which it was seen again';
ALTER TABLE job_changes_of_details_mv MODIFY COMMENT 'Fills job_changes';
ALTER TABLE job_changes_of_details_mv
    COMMENT COLUMN changed_at 'when it was written',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN seen_day 'null where the content changed, else the day of China Standard Time (UTC+8) on which it was seen again';
ALTER TABLE job_changes_of_sightings_mv MODIFY COMMENT 'Fills job_changes';
ALTER TABLE job_changes_of_sightings_mv
    COMMENT COLUMN changed_at 'when it was written',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN seen_day 'null where the content changed, else the day of China Standard Time (UTC+8) on which it was seen again';
ALTER TABLE job_keywords_mv MODIFY COMMENT 'Fills job_keywords';
ALTER TABLE job_keywords_mv
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN keyword 'keyword as it is searched',
    COMMENT COLUMN search_city 'city of the search, common name; empty where the search names none',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN first_seen 'first sighting by this search',
    COMMENT COLUMN last_seen 'last sighting by this search';
ALTER TABLE figures MODIFY COMMENT 'Figures without a filter, computed when job_facts has changed: the newest row of a name is the answer of the API';
ALTER TABLE figures
    COMMENT COLUMN name 'figure, version of its method and options',
    COMMENT COLUMN made_at 'when it was computed',
    COMMENT COLUMN body 'JSON';
