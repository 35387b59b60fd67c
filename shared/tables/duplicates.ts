/** The same job posted more than once: what is compared, the pairs, the groups, and what people decided. */
import { z } from "zod";
import { column, count, id, instant, member, word } from "./column.ts";
import { jobFacts } from "./facts.ts";
import { jobs } from "./jobs.ts";
import { platform } from "./provenance.ts";
import { defineTable, pickColumns } from "./table.ts";

/** Sure pairs are joined, doubtful ones wait for a person. Pairs that differ are not stored. */
export const PAIR_VERDICTS = ["sure", "doubtful"] as const;
/** A withdrawn decision leaves the pair to its verdict again. */
export const PAIR_DECISIONS = ["same", "different", "withdrawn"] as const;

const hash = (comment: string) => column("UInt64", z.string(), comment);
const hashes = (type: "UInt32" | "UInt64", comment: string) =>
  column(`Array(${type})`, z.array(z.string()), comment);
const flag = (comment: string) => column("UInt8", z.number().int(), comment);
const part = (comment: string) => column("Float32", z.number(), comment);
const amount = (comment: string) => column("Float32", z.number(), comment);

const AREA = hash(
  "hash of the first signs of the brand and the city: only postings of one area are compared",
);
const PASS = instant("version of the rows that the pass makes");
const JOB_ID = hash("hash of platform and job_key");
const { job_key } = jobs.columns;

const PAIR_COLUMNS = {
  a: hash("hash of platform and job_key of the posting with the smaller hash"),
  b: hash("hash of platform and job_key of the other posting"),
  a_platform: platform,
  a_key: { ...job_key, comment: "id of the posting with the smaller hash on its platform" },
  b_platform: platform,
  b_key: { ...job_key, comment: "id of the other posting on its platform" },
};

const NAME_PARTS = {
  name: id("name as the posting has it"),
  identity: id("place, brand and trade, folded: equal for the ways to write one firm"),
  place: word("place in the name, without 省 and 市; empty where it names none"),
  brand: id("what tells the firm from others"),
  trade: word("what the firm does, as its name says"),
  branch: id("branch that the name ends with, folded; empty where it names none"),
};
export const companyNameParts = defineTable({
  name: "company_name_parts",
  comment: "Names of companies in postings, read in their parts; one row a name, the newest rules stay",
  columns: {
    ...NAME_PARTS,
    rules: column("UInt16", z.number().int(), "version of the rules that read it"),
  },
});

export const jobPrints = defineTable({
  name: "job_prints",
  comment: "What is compared of each posting to find the same job elsewhere; made from job_facts",
  columns: {
    area: AREA,
    id: JOB_ID,
    platform,
    job_key,
    firm: hash("hash of company_id; 0 where the posting has none"),
    company: hash("hash of the identity of the company; 0 where the posting names none"),
    brand: hash("hash of the brand of the company"),
    place: word("place in the name of the company"),
    trade: word("trade in the name of the company"),
    branch: id("branch in the name of the company; empty where it names none"),
    title: id("title, folded, without notes, levels and general words, synonyms as one"),
    title_latin: column(
      "Array(LowCardinality(String))",
      z.array(z.string()),
      "words of Latin letters in the title",
    ),
    title_level: flag(
      "bits of the levels that the title names: 1 intern, 2 junior, 4 middle, 8 senior, 16 expert, 32 assistant",
    ),
    title_marks: column(
      "Array(LowCardinality(String))",
      z.array(z.string()),
      "what the title lost but may differ in, behind its kind: c a code or year, k campus or not, r engineer or not",
    ),
    district: word("district, without its ending; empty where the posting names none"),
    salary_low: amount("CNY per month; 0 where the posting names none"),
    salary_high: amount("CNY per month; 0 where the posting names none"),
    experience: word("experience wanted; empty where the posting does not say"),
    degree: word("lowest degree wanted; empty where the posting does not say"),
    is_proxy: flag("1: posted by an agency"),
    words: hashes("UInt32", "hashes of the skills"),
    sketch: hashes("UInt32", "the smallest hashes of the runs of 4 signs in the text, in order"),
    text_chars: count("UInt32", "letters and digits in the text"),
    blocks: hashes("UInt64", "postings that share one of these are compared"),
    first_seen: instant("first sighting"),
    last_seen_day: column("Date", z.iso.date(), "day of China Standard Time (UTC+8) of the last sighting"),
    version: instant("when this row was made"),
  },
});

export const jobMatchNames = defineTable({
  name: "job_match_names",
  comment: "Names of companies in the postings of a pass of match-jobs, read in their parts; kept for a day",
  columns: { pass: PASS, ...NAME_PARTS },
});

export const jobMatchAreas = defineTable({
  name: "job_match_areas",
  comment: "Areas that a pass of match-jobs compares again; kept for a day",
  columns: {
    pass: PASS,
    area: AREA,
    regroups: flag("1: groups may be others there; any row of the pass and area says so"),
    has_old: flag("1: postings of the pass have older rows in job_prints there"),
  },
});

/** Columns of job_facts that are compared of a posting. */
export const COMPARED_FACTS = [
  "platform",
  "job_key",
  "title",
  "company_id",
  "city",
  "district",
  "monthly_min",
  "monthly_max",
  "experience",
  "degree",
  "is_proxy",
  "skill_keys",
  "description",
  "first_seen",
  "last_seen_day",
] as const;
/** Columns of job_facts that name the company by which a posting is compared. */
export const COMPARED_NAMES = ["company_full_name", "company_name"] as const;
export const jobMatchPostings = defineTable({
  name: "job_match_postings",
  comment:
    "What a pass of match-jobs compares of the postings that changed, as job_facts has it; kept for a day",
  columns: { pass: PASS, ...pickColumns(jobFacts.columns, [...COMPARED_FACTS, ...COMPARED_NAMES]) },
});

export const jobMatchPairs = defineTable({
  name: "job_match_pairs",
  comment: "Pairs of postings that a pass of match-jobs compares; kept for a day",
  columns: { pass: PASS, area: AREA, a: PAIR_COLUMNS.a, b: PAIR_COLUMNS.b },
});

export const jobPairs = defineTable({
  name: "job_pairs",
  comment: "Pairs of postings that are the same job for sure, or may be; made from job_prints",
  columns: {
    area: AREA,
    ...PAIR_COLUMNS,
    verdict: member(z.enum(PAIR_VERDICTS), "sure or doubtful"),
    is_held: flag("1: sure, but joining it would chain postings that differ, so that a person decides"),
    score: part("0 to 1, for the order of the review"),
    company: part("1 the same name, 0.9 a short form of it"),
    place: part("1 the same district, 0.5 one does not say"),
    title: part("share of pairs of signs that both titles have"),
    salary: part("1 the same, 0.5 to 1 the same level, -1 one does not say"),
    requirements: part("experience and degree: 1 the same, 0.5 one does not say, 0 another"),
    text: part("share of the text or of the skills that both have; -1 one has too little"),
    version: instant("when it was compared"),
  },
});

export const jobGroups = defineTable({
  name: "job_groups",
  comment: "Which postings are the same job: one row each, the newest one stays. Read with FINAL",
  columns: {
    platform,
    job_key,
    id: JOB_ID,
    area: AREA,
    group_id: hash("the same for the postings of one job; 0: it was taken out of its group"),
    is_main: flag("1: first seen of its group"),
    version: instant("when it was grouped"),
  },
});

export const jobDecisions = defineTable({
  name: "job_decisions",
  comment: "What people decided about pairs of postings; the newest row of a pair holds, all rows stay",
  columns: {
    decision_id: id("id of the decision; one about several pairs has a row for each"),
    ...PAIR_COLUMNS,
    decision: member(z.enum(PAIR_DECISIONS), "same, different or withdrawn"),
    decided_at: instant("when it was decided"),
    decided_by: id("account of the user"),
    reason: id("why, in the words of the user; may be empty"),
    evidence: id("the parts of the score at that time, JSON"),
  },
});
