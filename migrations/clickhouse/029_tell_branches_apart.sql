-- Branches and what titles lose tell postings apart. job_prints is made from job_facts: an empty one lets the next pass of
-- match-jobs compare all postings, by the new rules.
-- Chains of reposts follow the groups from now on, so that their postings are looked at once more.
INSERT INTO job_changes (platform, job_key)
SELECT platform, job_key FROM job_groups FINAL WHERE group_id != 0
UNION DISTINCT
SELECT platform, job_key FROM job_chains FINAL WHERE chain_key != '';

-- Every name is read anew, by its branch too; a thousand names are found without reading all.
DROP TABLE IF EXISTS company_name_parts;
CREATE TABLE IF NOT EXISTS company_name_parts
(
    name     String,
    identity String,
    place    LowCardinality(String),
    brand    String,
    trade    LowCardinality(String),
    branch   String,
    rules    UInt16
)
ENGINE = ReplacingMergeTree(rules)
ORDER BY name
SETTINGS index_granularity = 256, min_compress_block_size = 8192, max_compress_block_size = 65536;

-- Areas and pairs that a pass of match-jobs compares: it reads them many times.
CREATE TABLE IF NOT EXISTS job_match_areas
(
    pass DateTime64(3, 'UTC'),
    area UInt64
)
ENGINE = MergeTree
ORDER BY (pass, area)
TTL toDateTime(pass) + INTERVAL 1 DAY;
CREATE TABLE IF NOT EXISTS job_match_pairs
(
    pass DateTime64(3, 'UTC'),
    area UInt64,
    a    UInt64,
    b    UInt64
)
ENGINE = MergeTree
ORDER BY (pass, area, a, b)
TTL toDateTime(pass) + INTERVAL 1 DAY;

-- A posting is found by its area with few others, in small blocks: a new posting reads a hundred of its area, and not the
-- thousands beside it. The newest version is asked for in each pass.

DROP TABLE IF EXISTS job_prints;
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
    branch      String,
    title       String,
    title_latin Array(LowCardinality(String)),
    title_level UInt8,
    title_marks Array(LowCardinality(String)),
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
    version     DateTime64(3, 'UTC'),
    INDEX version version TYPE minmax GRANULARITY 64
)
ENGINE = MergeTree
ORDER BY (area, id)
SETTINGS index_granularity = 128, min_compress_block_size = 8192, max_compress_block_size = 65536, enable_block_number_column = 1, enable_block_offset_column = 1;
ALTER TABLE job_groups ADD INDEX IF NOT EXISTS version version TYPE minmax GRANULARITY 4;

ALTER TABLE job_match_areas MODIFY COMMENT 'Areas that a pass of match-jobs compares again; kept for a day';
ALTER TABLE job_match_areas
    COMMENT COLUMN pass 'version of the rows that the pass makes',
    COMMENT COLUMN area 'hash of the first signs of the brand and the city: only postings of one area are compared';
ALTER TABLE job_match_pairs MODIFY COMMENT 'Pairs of postings that a pass of match-jobs compares; kept for a day';
ALTER TABLE job_match_pairs
    COMMENT COLUMN pass 'version of the rows that the pass makes',
    COMMENT COLUMN area 'hash of the first signs of the brand and the city: only postings of one area are compared',
    COMMENT COLUMN a 'hash of platform and job_key of the posting with the smaller hash',
    COMMENT COLUMN b 'hash of platform and job_key of the other posting';
ALTER TABLE company_name_parts MODIFY COMMENT 'Names of companies in postings, read in their parts; one row a name, the newest rules stay';
ALTER TABLE company_name_parts
    COMMENT COLUMN name 'name as the posting has it',
    COMMENT COLUMN identity 'place, brand and trade, folded: equal for the ways to write one firm',
    COMMENT COLUMN place 'place in the name, without 省 and 市; empty where it names none',
    COMMENT COLUMN brand 'what tells the firm from others',
    COMMENT COLUMN trade 'what the firm does, as its name says',
    COMMENT COLUMN branch 'branch that the name ends with, folded; empty where it names none',
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
    COMMENT COLUMN branch 'branch in the name of the company; empty where it names none',
    COMMENT COLUMN title 'title, folded, without notes, levels and general words, synonyms as one',
    COMMENT COLUMN title_latin 'words of Latin letters in the title',
    COMMENT COLUMN title_level 'bits of the levels that the title names: 1 intern, 2 junior, 4 middle, 8 senior, 16 expert, 32 assistant',
    COMMENT COLUMN title_marks 'what the title lost but may differ in, behind its kind: c a code or year, k campus or not, r engineer or not',
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
