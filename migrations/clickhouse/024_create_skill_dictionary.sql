-- The dictionary of skills as the refresh of job_facts reads it: what each tag of the postings is, how skills are found in
-- texts, and which version is in force. workers/skills writes them; people edit the dictionary in D1.
CREATE TABLE IF NOT EXISTS skill_tags
(
    tag      String,
    kind     LowCardinality(String),
    skills   Array(LowCardinality(String)),
    is_known Bool,
    made_at  DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(made_at)
ORDER BY tag;

CREATE TABLE IF NOT EXISTS skill_patterns
(
    skill   String,
    pattern String,
    made_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(made_at)
ORDER BY skill;

CREATE TABLE IF NOT EXISTS skill_versions
(
    version String,
    made_at DateTime64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY made_at;

-- The first refresh after this migration publishes the dictionary and makes every row of job_facts anew.
ALTER TABLE job_facts
    ADD COLUMN IF NOT EXISTS listed_skills Array(LowCardinality(String)) AFTER skill_keys,
    ADD COLUMN IF NOT EXISTS requirements Array(LowCardinality(String)) AFTER listed_skills;
ALTER TABLE export_jobs
    ADD COLUMN IF NOT EXISTS listed_skills Array(LowCardinality(String)),
    ADD COLUMN IF NOT EXISTS requirements Array(LowCardinality(String));

-- Comments, printed by `node local/docs/tables-page.ts --sql`.
ALTER TABLE skill_tags MODIFY COMMENT 'What each tag of the postings is, by the dictionary of skills or its rules; the newest row of a tag counts';
ALTER TABLE skill_tags
    COMMENT COLUMN tag 'as the site sends it',
    COMMENT COLUMN kind 'skill, welfare, requirement, title or other',
    COMMENT COLUMN skills 'canonical names of the skills that it names; empty where it is none',
    COMMENT COLUMN is_known 'true where the dictionary holds it, false where a rule decided',
    COMMENT COLUMN made_at 'when it was classified';
ALTER TABLE skill_patterns MODIFY COMMENT 'How skills are found in titles and texts; the newest row of a skill counts';
ALTER TABLE skill_patterns
    COMMENT COLUMN skill 'canonical name',
    COMMENT COLUMN pattern 'regular expression over folded text, for Vectorscan; empty where it is not looked for in texts',
    COMMENT COLUMN made_at 'when it was written';
ALTER TABLE skill_versions MODIFY COMMENT 'Versions of the dictionary of skills that were published: the newest is in force';
ALTER TABLE skill_versions
    COMMENT COLUMN version 'version of the base list and number of the last edit, as 1.42',
    COMMENT COLUMN made_at 'when it was published';
ALTER TABLE job_facts
    COMMENT COLUMN skills 'skills by their canonical names: of the listed skills and tags, and of title and text',
    COMMENT COLUMN welfare 'benefits that the posting lists, those among its tags too',
    COMMENT COLUMN listed_skills 'skills as the site lists them; on 51job its tags that are skills',
    COMMENT COLUMN requirements 'what its tags demand: degree, experience, certificates, qualities';
ALTER TABLE export_jobs
    COMMENT COLUMN skills 'skills by their canonical names: of the listed skills and tags, and of title and text',
    COMMENT COLUMN welfare 'benefits that the posting lists, those among its tags too',
    COMMENT COLUMN listed_skills 'skills as the site lists them; on 51job its tags that are skills',
    COMMENT COLUMN requirements 'what its tags demand: degree, experience, certificates, qualities';
