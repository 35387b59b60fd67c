-- The same job posted more than once. workers/duplicates keeps these tables: what is compared of each posting, the pairs that
-- may be the same job, the groups made from the sure ones, and what people decided. job_facts takes its two columns from
-- job_groups when it makes the row of a posting anew.

-- Names of companies in their parts, read once by shared/domain/company-name.
CREATE TABLE IF NOT EXISTS company_name_parts
(
    name     String,
    identity String,
    place    LowCardinality(String),
    brand    String,
    trade    LowCardinality(String),
    rules    UInt16
)
ENGINE = ReplacingMergeTree(rules)
ORDER BY name;

-- A posting is found by its area, so that it is compared with few others; a row is replaced by a new one and the deletion of
-- the old one, as in job_facts.
CREATE TABLE IF NOT EXISTS job_prints
(
    area        UInt64,
    id          UInt64 CODEC(NONE),
    platform    LowCardinality(String),
    job_key     String,
    firm        UInt64,
    company     UInt64,
    brand       UInt64,
    place       LowCardinality(String),
    trade       LowCardinality(String),
    title       String,
    title_latin Array(LowCardinality(String)),
    title_level UInt8,
    district    LowCardinality(String),
    salary_low  Float32,
    salary_high Float32,
    experience  LowCardinality(String),
    degree      LowCardinality(String),
    is_proxy    UInt8,
    words       Array(UInt32) CODEC(LZ4),
    sketch      Array(UInt32) CODEC(NONE),
    text_chars  UInt32,
    blocks      Array(UInt64) CODEC(LZ4),
    first_seen  DateTime64(3, 'UTC'),
    last_seen_day Date,
    version     DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (area, id)
SETTINGS index_granularity = 512, enable_block_number_column = 1, enable_block_offset_column = 1;

CREATE TABLE IF NOT EXISTS job_pairs
(
    area         UInt64,
    a            UInt64,
    b            UInt64,
    a_platform   LowCardinality(String),
    a_key        String,
    b_platform   LowCardinality(String),
    b_key        String,
    verdict      LowCardinality(String),
    is_held      UInt8,
    score        Float32,
    company      Float32,
    place        Float32,
    title        Float32,
    salary       Float32,
    requirements Float32,
    text         Float32,
    version      DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY (area, a, b)
SETTINGS index_granularity = 1024, enable_block_number_column = 1, enable_block_offset_column = 1;

CREATE TABLE IF NOT EXISTS job_groups
(
    platform LowCardinality(String),
    job_key  String,
    id       UInt64,
    area     UInt64,
    group_id UInt64,
    is_main  UInt8,
    version  DateTime64(3, 'UTC'),
    INDEX group_id group_id TYPE bloom_filter(0.01)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (platform, job_key);

CREATE TABLE IF NOT EXISTS job_decisions
(
    decision_id String,
    a          UInt64,
    b          UInt64,
    a_platform LowCardinality(String),
    a_key      String,
    b_platform LowCardinality(String),
    b_key      String,
    decision   LowCardinality(String),
    decided_at DateTime64(3, 'UTC'),
    decided_by String,
    reason     String,
    evidence   String CODEC(ZSTD(3))
)
ENGINE = MergeTree
ORDER BY (a, b, decided_at);

ALTER TABLE job_facts ADD COLUMN IF NOT EXISTS is_duplicate UInt8 DEFAULT 0;
ALTER TABLE job_facts ADD COLUMN IF NOT EXISTS group_id UInt64 DEFAULT 0;
ALTER TABLE export_jobs ADD COLUMN IF NOT EXISTS is_duplicate UInt8 DEFAULT 0;
ALTER TABLE export_jobs ADD COLUMN IF NOT EXISTS group_id UInt64 DEFAULT 0;

-- Comments, printed by `node local/docs/tables-page.ts --sql`.
ALTER TABLE company_name_parts MODIFY COMMENT 'Names of companies in postings, read in their parts; one row a name, the newest rules stay';
ALTER TABLE company_name_parts
    COMMENT COLUMN name 'name as the posting has it',
    COMMENT COLUMN identity 'place, brand and trade, folded: equal for the ways to write one firm',
    COMMENT COLUMN place 'place in the name, without 省 and 市; empty where it names none',
    COMMENT COLUMN brand 'what tells the firm from others',
    COMMENT COLUMN trade 'what the firm does, as its name says',
    COMMENT COLUMN rules 'version of the rules that read it';
ALTER TABLE job_prints MODIFY COMMENT 'What is compared of each posting to find the same job elsewhere; made from job_facts';
ALTER TABLE job_prints
    COMMENT COLUMN area 'hash of the first signs of the brand and the city: only postings of one area are compared',
    COMMENT COLUMN id 'hash of platform and job_key',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN firm 'hash of company_id; 0 where the posting has none',
    COMMENT COLUMN company 'hash of the identity of the company; 0 where the posting names none',
    COMMENT COLUMN brand 'hash of the brand of the company',
    COMMENT COLUMN place 'place in the name of the company',
    COMMENT COLUMN trade 'trade in the name of the company',
    COMMENT COLUMN title 'title, folded, without notes, levels and general words, synonyms as one',
    COMMENT COLUMN title_latin 'words of Latin letters in the title',
    COMMENT COLUMN title_level 'bits of the levels that the title names: 1 intern, 2 junior, 4 middle, 8 senior, 16 expert',
    COMMENT COLUMN district 'district, without its ending; empty where the posting names none',
    COMMENT COLUMN salary_low 'CNY per month; 0 where the posting names none',
    COMMENT COLUMN salary_high 'CNY per month; 0 where the posting names none',
    COMMENT COLUMN experience 'experience wanted; empty where the posting does not say',
    COMMENT COLUMN degree 'lowest degree wanted; empty where the posting does not say',
    COMMENT COLUMN is_proxy '1: posted by an agency',
    COMMENT COLUMN words 'hashes of the skills',
    COMMENT COLUMN sketch 'the smallest hashes of the runs of 4 signs in the text, in order',
    COMMENT COLUMN text_chars 'letters and digits in the text',
    COMMENT COLUMN blocks 'postings that share one of these are compared',
    COMMENT COLUMN first_seen 'first sighting',
    COMMENT COLUMN last_seen_day 'day of China Standard Time (UTC+8) of the last sighting',
    COMMENT COLUMN version 'when this row was made';
ALTER TABLE job_pairs MODIFY COMMENT 'Pairs of postings that are the same job for sure, or may be; made from job_prints';
ALTER TABLE job_pairs
    COMMENT COLUMN area 'hash of the first signs of the brand and the city: only postings of one area are compared',
    COMMENT COLUMN a 'hash of platform and job_key of the posting with the smaller hash',
    COMMENT COLUMN b 'hash of platform and job_key of the other posting',
    COMMENT COLUMN a_platform 'site that the row is from',
    COMMENT COLUMN a_key 'id of the posting with the smaller hash on its platform',
    COMMENT COLUMN b_platform 'site that the row is from',
    COMMENT COLUMN b_key 'id of the other posting on its platform',
    COMMENT COLUMN verdict 'sure or doubtful',
    COMMENT COLUMN is_held '1: sure, but joining it would chain postings that differ, so that a person decides',
    COMMENT COLUMN score '0 to 1, for the order of the review',
    COMMENT COLUMN company '1 the same name, 0.9 a short form of it',
    COMMENT COLUMN place '1 the same district, 0.5 one does not say',
    COMMENT COLUMN title 'share of pairs of signs that both titles have',
    COMMENT COLUMN salary '1 the same, 0.5 to 1 the same level, -1 one does not say',
    COMMENT COLUMN requirements 'experience and degree: 1 the same, 0.5 one does not say, 0 another',
    COMMENT COLUMN text 'share of the text or of the skills that both have; -1 one has too little',
    COMMENT COLUMN version 'when it was compared';
ALTER TABLE job_groups MODIFY COMMENT 'Which postings are the same job: one row each, the newest one stays. Read with FINAL';
ALTER TABLE job_groups
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN id 'hash of platform and job_key',
    COMMENT COLUMN area 'hash of the first signs of the brand and the city: only postings of one area are compared',
    COMMENT COLUMN group_id 'the same for the postings of one job; 0: it was taken out of its group',
    COMMENT COLUMN is_main '1: first seen of its group',
    COMMENT COLUMN version 'when it was grouped';
ALTER TABLE job_decisions MODIFY COMMENT 'What people decided about pairs of postings; the newest row of a pair holds, all rows stay';
ALTER TABLE job_decisions
    COMMENT COLUMN decision_id 'id of the decision; one about several pairs has a row for each',
    COMMENT COLUMN a 'hash of platform and job_key of the posting with the smaller hash',
    COMMENT COLUMN b 'hash of platform and job_key of the other posting',
    COMMENT COLUMN a_platform 'site that the row is from',
    COMMENT COLUMN a_key 'id of the posting with the smaller hash on its platform',
    COMMENT COLUMN b_platform 'site that the row is from',
    COMMENT COLUMN b_key 'id of the other posting on its platform',
    COMMENT COLUMN decision 'same, different or withdrawn',
    COMMENT COLUMN decided_at 'when it was decided',
    COMMENT COLUMN decided_by 'account of the user',
    COMMENT COLUMN reason 'why, in the words of the user; may be empty',
    COMMENT COLUMN evidence 'the parts of the score at that time, JSON';
ALTER TABLE job_facts
    COMMENT COLUMN is_duplicate '1: another posting of the same job was seen first, so that figures leave this one out',
    COMMENT COLUMN group_id 'the same for the postings of one job, below 2^53; 0: no other posting of the job is known';
ALTER TABLE export_jobs
    COMMENT COLUMN is_duplicate '1: another posting of the same job was seen first, so that figures leave this one out',
    COMMENT COLUMN group_id 'the same for the postings of one job, below 2^53; 0: no other posting of the job is known';
