-- A pass of match-jobs looks for the postings that changed once, and keeps what it compares of them: each look reads the hashes
-- of all postings. Groups are made anew only where they can be others.
CREATE TABLE IF NOT EXISTS job_match_postings
(
    pass              DateTime64(3, 'UTC'),
    platform          LowCardinality(String),
    job_key           String,
    title             Nullable(String),
    company_id        String,
    city              LowCardinality(Nullable(String)),
    district          LowCardinality(Nullable(String)),
    monthly_min       Nullable(Float64),
    monthly_max       Nullable(Float64),
    experience        LowCardinality(Nullable(String)),
    degree            LowCardinality(Nullable(String)),
    is_proxy          Nullable(Bool),
    skill_keys        Array(LowCardinality(String)),
    description       Nullable(String),
    first_seen        DateTime64(3, 'UTC'),
    last_seen_day     Date,
    company_full_name Nullable(String),
    company_name      Nullable(String)
)
ENGINE = MergeTree
ORDER BY pass
TTL toDateTime(pass) + INTERVAL 1 DAY;

ALTER TABLE job_match_areas ADD COLUMN IF NOT EXISTS regroups UInt8 DEFAULT 1;
ALTER TABLE job_match_areas COMMENT COLUMN regroups '1: groups may be others there; any row of the pass and area says so';

ALTER TABLE job_match_postings MODIFY COMMENT 'What a pass of match-jobs compares of the postings that changed, as job_facts has it; kept for a day';
ALTER TABLE job_match_postings
    COMMENT COLUMN pass 'version of the rows that the pass makes',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN title 'title of the posting',
    COMMENT COLUMN company_id 'id of the company over all platforms, its branches apart: platform:company_key of its smallest row; ~ and the name where the posting has no company_key; empty where it names none',
    COMMENT COLUMN city 'city of the work place, common name',
    COMMENT COLUMN district 'district of the city',
    COMMENT COLUMN monthly_min 'CNY per month; a day counts 1/21.75 month',
    COMMENT COLUMN monthly_max 'CNY per month; a day counts 1/21.75 month',
    COMMENT COLUMN experience 'experience wanted, in years',
    COMMENT COLUMN degree 'lowest degree wanted',
    COMMENT COLUMN is_proxy 'posted by an agency',
    COMMENT COLUMN skill_keys 'skills, folded: plain width, small letters; in the order of skills',
    COMMENT COLUMN description 'text of the posting',
    COMMENT COLUMN first_seen 'first sighting; where none was stored, collected_at',
    COMMENT COLUMN last_seen_day 'day of China Standard Time (UTC+8) of the last sighting',
    COMMENT COLUMN company_full_name 'name of the company as registered, where its own page was stored',
    COMMENT COLUMN company_name 'name of the company in the posting';
