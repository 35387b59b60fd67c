-- Cleaning of companies (A9): the state of each company in its queue, and what a company's own page brings to its postings.
CREATE TABLE IF NOT EXISTS company_cleaning
(
    platform    LowCardinality(String),
    company_key String,
    state       LowCardinality(Nullable(String)),
    queued_at   DateTime64(3, 'UTC'),
    cleaned_at  Nullable(DateTime64(3, 'UTC')),
    changed_at  DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(changed_at)
ORDER BY (platform, company_key);

-- Keys of companies whose own page was stored anew, for a week: the refresh of job_facts touches their postings.
CREATE TABLE IF NOT EXISTS company_changes
(
    changed_at  DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    platform    LowCardinality(String),
    company_key String
)
ENGINE = MergeTree
ORDER BY changed_at
TTL toDateTime(changed_at) + INTERVAL 7 DAY;

-- The views are made anew, because the columns of SELECT * are those of the day on which a view was made. Rows of
-- companies' own pages that arrive in between reach `companies` and `raw_companies`, and company_pages with the next fetch.
DROP VIEW IF EXISTS company_pages_mv;
ALTER TABLE companies ADD COLUMN IF NOT EXISTS credit_code Nullable(String) AFTER unread;
ALTER TABLE company_pages ADD COLUMN IF NOT EXISTS credit_code Nullable(String) AFTER unread;
CREATE MATERIALIZED VIEW IF NOT EXISTS company_pages_mv TO company_pages AS
SELECT * FROM companies WHERE description IS NOT NULL OR address IS NOT NULL OR credit_code IS NOT NULL;

CREATE MATERIALIZED VIEW IF NOT EXISTS company_changes_mv TO company_changes AS
SELECT now64(3, 'UTC') AS changed_at, platform, company_key
FROM companies WHERE description IS NOT NULL OR address IS NOT NULL OR credit_code IS NOT NULL;

-- What a company's own page says of these goes before what a posting says of it.
CREATE OR REPLACE VIEW companies_full AS
SELECT
    c.* REPLACE (
        coalesce(p.full_name, c.full_name) AS full_name,
        coalesce(p.company_type, c.company_type) AS company_type,
        coalesce(p.company_stage, c.company_stage) AS company_stage,
        coalesce(p.company_size_text, c.company_size_text) AS company_size_text,
        if(p.company_size_text IS NULL, c.company_size, p.company_size) AS company_size,
        if(p.company_size_text IS NULL, c.company_size_min, p.company_size_min) AS company_size_min,
        if(p.company_size_text IS NULL, c.company_size_max, p.company_size_max) AS company_size_max,
        coalesce(p.industry, c.industry) AS industry,
        coalesce(c.logo, p.logo) AS logo,
        coalesce(c.city, p.city) AS city,
        coalesce(nullIf(c.address, ''), p.address) AS address,
        coalesce(nullIf(c.description, ''), p.description) AS description,
        coalesce(c.lon, p.lon) AS lon,
        coalesce(c.lat, p.lat) AS lat,
        coalesce(c.coordinate_system, p.coordinate_system) AS coordinate_system,
        coalesce(p.credit_code, c.credit_code) AS credit_code
    ),
    nullIf(p.collected_at, toDateTime64(0, 3, 'UTC')) AS detailed_at
FROM (SELECT * FROM companies FINAL) AS c
LEFT JOIN (SELECT * FROM company_pages FINAL) AS p ON p.platform = c.platform AND p.company_key = c.company_key;

-- The name as the company's own page has it.
ALTER TABLE job_facts ADD COLUMN IF NOT EXISTS company_full_name Nullable(String) AFTER collected_at;
ALTER TABLE export_jobs ADD COLUMN IF NOT EXISTS company_full_name Nullable(String) AFTER collected_at;
ALTER TABLE export_companies ADD COLUMN IF NOT EXISTS credit_code Nullable(String) AFTER unread;

-- Postings of companies whose page was stored before get what it says.
INSERT INTO company_changes (platform, company_key) SELECT DISTINCT platform, company_key FROM company_pages;

-- Comments, printed by `node local/docs/tables-page.ts --sql`. A view that is made anew loses its comments.
ALTER TABLE companies COMMENT COLUMN credit_code 'unified social credit code (GB 32100), where a page shows one with a right check character';
ALTER TABLE company_pages COMMENT COLUMN credit_code 'unified social credit code (GB 32100), where a page shows one with a right check character';
ALTER TABLE company_cleaning MODIFY COMMENT 'Companies in the cleaning queue with their newest known state. Written by the schedule clean-companies; read with FINAL';
ALTER TABLE company_cleaning
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN company_key 'id of the company on its platform',
    COMMENT COLUMN state 'where the company is in the queue; null once it was removed from it',
    COMMENT COLUMN queued_at 'when it entered the queue',
    COMMENT COLUMN cleaned_at 'when its own page was last fetched with a good end; null before',
    COMMENT COLUMN changed_at 'when the queue last changed it';
ALTER TABLE company_changes MODIFY COMMENT 'Companies whose own page was stored anew, so that their postings follow; 7 days; filled by company_changes_mv';
ALTER TABLE company_changes
    COMMENT COLUMN changed_at 'when it was written',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN company_key 'id of the company on its platform';
ALTER TABLE job_facts COMMENT COLUMN company_full_name 'name of the company as registered, where its own page was stored';
ALTER TABLE export_jobs COMMENT COLUMN company_full_name 'name of the company as registered, where its own page was stored';
ALTER TABLE export_companies COMMENT COLUMN credit_code 'unified social credit code (GB 32100), where a page shows one with a right check character';
ALTER TABLE companies_full MODIFY COMMENT 'One row per company with what its own page adds; detailed_at is null where no page was stored';
ALTER TABLE companies_full
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN company_key 'id of the company on its platform',
    COMMENT COLUMN name 'short name',
    COMMENT COLUMN full_name 'name as registered',
    COMMENT COLUMN company_type 'ownership, as the platform names it',
    COMMENT COLUMN company_stage 'financing stage, as the platform names it',
    COMMENT COLUMN company_size_text 'size, as the platform shows it',
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_size_min 'people employed at least; 0 where the text names only an upper bound',
    COMMENT COLUMN company_size_max 'people employed at most',
    COMMENT COLUMN industry 'industry, as the platform names it',
    COMMENT COLUMN logo 'address of the logo',
    COMMENT COLUMN url 'page of the company, without its query',
    COMMENT COLUMN city 'city of the company, common name',
    COMMENT COLUMN address 'street address',
    COMMENT COLUMN description 'what the company says of itself',
    COMMENT COLUMN lon 'longitude of the address',
    COMMENT COLUMN lat 'latitude of the address',
    COMMENT COLUMN coordinate_system 'system of lon and lat, the own one of the platform',
    COMMENT COLUMN unread 'fields whose text was kept but not read',
    COMMENT COLUMN credit_code 'unified social credit code (GB 32100), where a page shows one with a right check character',
    COMMENT COLUMN channel 'channel of the site that the row was collected through',
    COMMENT COLUMN upload_id 'id made by us for one request with rows; a page that the edge crawled is an upload of one part',
    COMMENT COLUMN part 'piece of the upload that the row came in, from 0',
    COMMENT COLUMN batch_id 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    COMMENT COLUMN run_id 'run of the keyword; null for rows posted from outside a run',
    COMMENT COLUMN keyword_id 'keyword whose search last brought the row',
    COMMENT COLUMN keyword 'keyword whose search last brought the row, as it is searched',
    COMMENT COLUMN search_city 'city of that search, common name',
    COMMENT COLUMN source 'edge, or node: or user: and who sent it',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN content_hash 'hash of the row as sent, without volatile fields, hex',
    COMMENT COLUMN parser_version 'raised with every change of the parser of the platform',
    COMMENT COLUMN detailed_at 'when the own page of the company was collected; null where none was stored';
ALTER TABLE company_pages_mv MODIFY COMMENT 'Fills company_pages';
ALTER TABLE company_pages_mv
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN company_key 'id of the company on its platform',
    COMMENT COLUMN name 'short name',
    COMMENT COLUMN full_name 'name as registered',
    COMMENT COLUMN company_type 'ownership, as the platform names it',
    COMMENT COLUMN company_stage 'financing stage, as the platform names it',
    COMMENT COLUMN company_size_text 'size, as the platform shows it',
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_size_min 'people employed at least; 0 where the text names only an upper bound',
    COMMENT COLUMN company_size_max 'people employed at most',
    COMMENT COLUMN industry 'industry, as the platform names it',
    COMMENT COLUMN logo 'address of the logo',
    COMMENT COLUMN url 'page of the company, without its query',
    COMMENT COLUMN city 'city of the company, common name',
    COMMENT COLUMN address 'street address',
    COMMENT COLUMN description 'what the company says of itself',
    COMMENT COLUMN lon 'longitude of the address',
    COMMENT COLUMN lat 'latitude of the address',
    COMMENT COLUMN coordinate_system 'system of lon and lat, the own one of the platform',
    COMMENT COLUMN unread 'fields whose text was kept but not read',
    COMMENT COLUMN credit_code 'unified social credit code (GB 32100), where a page shows one with a right check character',
    COMMENT COLUMN channel 'channel of the site that the row was collected through',
    COMMENT COLUMN upload_id 'id made by us for one request with rows; a page that the edge crawled is an upload of one part',
    COMMENT COLUMN part 'piece of the upload that the row came in, from 0',
    COMMENT COLUMN batch_id 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    COMMENT COLUMN run_id 'run of the keyword; null for rows posted from outside a run',
    COMMENT COLUMN keyword_id 'keyword whose search last brought the row',
    COMMENT COLUMN keyword 'keyword whose search last brought the row, as it is searched',
    COMMENT COLUMN search_city 'city of that search, common name',
    COMMENT COLUMN source 'edge, or node: or user: and who sent it',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN content_hash 'hash of the row as sent, without volatile fields, hex',
    COMMENT COLUMN parser_version 'raised with every change of the parser of the platform';
ALTER TABLE company_changes_mv MODIFY COMMENT 'Fills company_changes';
ALTER TABLE company_changes_mv
    COMMENT COLUMN changed_at 'when it was written',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN company_key 'id of the company on its platform';
