-- The same company on several platforms (X12): names in their parts, which rows are one company, and pairs that a person
-- has to decide. workers/company-links writes them; a row that is missing in company_links is a company of its own.
CREATE TABLE IF NOT EXISTS company_names
(
    platform     LowCardinality(String),
    company_key  String,
    name         Nullable(String),
    full_name    Nullable(String),
    shown_name   String,
    place        LowCardinality(String),
    brand        String,
    trade        String,
    suffix       LowCardinality(String),
    branch       String,
    identity     String,
    brand_key    String,
    city         LowCardinality(Nullable(String)),
    address      Nullable(String),
    company_size LowCardinality(Nullable(String)),
    credit_code  Nullable(String),
    source_hash  UInt64,
    version      DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (platform, company_key);

CREATE TABLE IF NOT EXISTS company_links
(
    platform    LowCardinality(String),
    company_key String,
    company_id  String,
    parent_id   String,
    how         LowCardinality(String),
    evidence    String,
    decided_at  DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(decided_at)
ORDER BY (platform, company_key);

CREATE TABLE IF NOT EXISTS company_pairs
(
    one        String,
    other      String,
    brand_key  String,
    kind       LowCardinality(String),
    score      Float32,
    also       Array(LowCardinality(String)),
    one_name   String,
    other_name String,
    is_open    UInt8,
    found_at   DateTime64(3, 'UTC'),
    version    DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (one, other);

CREATE VIEW IF NOT EXISTS company_facts AS
SELECT
    n.platform AS platform, n.company_key AS company_key, n.name AS name, n.full_name AS full_name,
    n.shown_name AS shown_name, n.place AS place, n.brand AS brand, n.trade AS trade, n.suffix AS suffix,
    n.branch AS branch, n.identity AS identity, n.brand_key AS brand_key, n.city AS city, n.address AS address,
    n.company_size AS company_size, n.credit_code AS credit_code,
    if(l.company_id = '', concat(n.platform, ':', n.company_key), l.company_id) AS company_id,
    l.parent_id AS parent_id,
    if(l.how = '', 'own', l.how) AS how,
    if(l.evidence = '', '{}', l.evidence) AS evidence
FROM (SELECT * FROM company_names FINAL) AS n
LEFT JOIN (SELECT * FROM company_links FINAL) AS l ON l.platform = n.platform AND l.company_key = n.company_key;

-- The company of a posting, so that figures count it once. Until a posting is made anew it is a company of its own.
ALTER TABLE job_facts ADD COLUMN IF NOT EXISTS company_id String
    DEFAULT multiIf(company_key IS NOT NULL, concat(platform, ':', assumeNotNull(company_key)),
        company_name IS NOT NULL, concat('~', assumeNotNull(company_name)), '')
    AFTER collected_at,
    ADD COLUMN IF NOT EXISTS company_id_hash UInt64 DEFAULT if(company_id = '', 0, cityHash64(company_id)) AFTER company_id;
-- Rows that are there get the values now, not at each read.
ALTER TABLE job_facts MATERIALIZE COLUMN company_id, MATERIALIZE COLUMN company_id_hash;
ALTER TABLE export_jobs ADD COLUMN IF NOT EXISTS company_id String AFTER collected_at;

-- Comments, printed by `node local/docs/tables-page.ts --sql`.
ALTER TABLE company_names MODIFY COMMENT 'Names of companies in their parts, the newest row stays; written by the schedule link-companies. Read with FINAL';
ALTER TABLE company_names
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN company_key 'id of the company on its platform',
    COMMENT COLUMN name 'short name',
    COMMENT COLUMN full_name 'name as registered',
    COMMENT COLUMN shown_name 'the one of name and full_name that says more',
    COMMENT COLUMN place 'place in the name, as it is written',
    COMMENT COLUMN brand 'what tells the company from others, in its name',
    COMMENT COLUMN trade 'what it does, in its name',
    COMMENT COLUMN suffix 'legal form in the name',
    COMMENT COLUMN branch 'branch in the name; empty for none',
    COMMENT COLUMN identity 'place, brand and trade, folded: equal for spellings of one name; empty where it names nobody',
    COMMENT COLUMN brand_key 'brand, folded; empty where it cannot be compared',
    COMMENT COLUMN city 'city of the company, common name',
    COMMENT COLUMN address 'street address',
    COMMENT COLUMN company_size 'people employed',
    COMMENT COLUMN credit_code 'unified social credit code (GB 32100), where a page shows one with a right check character',
    COMMENT COLUMN source_hash 'hash of what the parts were read from, and of the version of the reading',
    COMMENT COLUMN version 'when it was written';
ALTER TABLE company_links MODIFY COMMENT 'Rows of companies that are, or were, one company with others or a branch of one; the newest row stays. A row that is missing is a company of its own. Read with FINAL';
ALTER TABLE company_links
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN company_key 'id of the company on its platform',
    COMMENT COLUMN company_id 'id of the company over all platforms: the smallest platform:company_key of its rows',
    COMMENT COLUMN parent_id 'company_id of the company whose branch it is; empty for none',
    COMMENT COLUMN how 'own, credit_code, name or person: what joined it',
    COMMENT COLUMN evidence 'JSON: the code, the name or the decision, the row that it was joined to, what else agrees',
    COMMENT COLUMN decided_at 'when it was written';
ALTER TABLE company_pairs MODIFY COMMENT 'Pairs of companies that may be one, for a person to decide; the newest row stays. Read with FINAL';
ALTER TABLE company_pairs
    COMMENT COLUMN one 'company_id of the one',
    COMMENT COLUMN other 'company_id of the other, which is greater',
    COMMENT COLUMN brand_key 'brand that both have, folded',
    COMMENT COLUMN kind 'form, no_form, place or short: what differs',
    COMMENT COLUMN score '0 to 1: how likely they are one',
    COMMENT COLUMN also 'what agrees beside the name: city, address, company_size',
    COMMENT COLUMN one_name 'name of the one',
    COMMENT COLUMN other_name 'name of the other',
    COMMENT COLUMN is_open '1 while it waits for a person; 0 once it was decided or no longer holds',
    COMMENT COLUMN found_at 'when it was found first',
    COMMENT COLUMN version 'when it was written';
ALTER TABLE job_facts COMMENT COLUMN company_id 'id of the company over all platforms, its branches apart: platform:company_key of its smallest row; ~ and the name where the posting has no company_key; empty where it names none';
ALTER TABLE job_facts COMMENT COLUMN company_id_hash 'cityHash64 of company_id, by which companies are counted; 0 where it is empty';
ALTER TABLE export_jobs COMMENT COLUMN company_id 'id of the company over all platforms, its branches apart: platform:company_key of its smallest row; ~ and the name where the posting has no company_key; empty where it names none';
ALTER TABLE company_facts MODIFY COMMENT 'Companies by the parts of their names, with the company that each row belongs to';
ALTER TABLE company_facts
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN company_key 'id of the company on its platform',
    COMMENT COLUMN name 'short name',
    COMMENT COLUMN full_name 'name as registered',
    COMMENT COLUMN shown_name 'the one of name and full_name that says more',
    COMMENT COLUMN place 'place in the name, as it is written',
    COMMENT COLUMN brand 'what tells the company from others, in its name',
    COMMENT COLUMN trade 'what it does, in its name',
    COMMENT COLUMN suffix 'legal form in the name',
    COMMENT COLUMN branch 'branch in the name; empty for none',
    COMMENT COLUMN identity 'place, brand and trade, folded: equal for spellings of one name; empty where it names nobody',
    COMMENT COLUMN brand_key 'brand, folded; empty where it cannot be compared',
    COMMENT COLUMN city 'city of the company, common name',
    COMMENT COLUMN address 'street address',
    COMMENT COLUMN company_size 'people employed',
    COMMENT COLUMN credit_code 'unified social credit code (GB 32100), where a page shows one with a right check character',
    COMMENT COLUMN company_id 'id of the company over all platforms: the smallest platform:company_key of its rows',
    COMMENT COLUMN parent_id 'company_id of the company whose branch it is; empty for none',
    COMMENT COLUMN how 'own, credit_code, name or person: what joined it',
    COMMENT COLUMN evidence 'JSON: the code, the name or the decision, the row that it was joined to, what else agrees';
