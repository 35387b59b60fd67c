/** What people search, count and export: one current row per posting, and what keeps it current. */
import { z } from "zod";
import { column, id, instant, labels, maybeInstant, text, word } from "./column.ts";
import { jobs } from "./jobs.ts";
import { jobChains, jobLife } from "./life.ts";
import { platform } from "./provenance.ts";
import { defineTable, pickColumns } from "./table.ts";

const day = (comment: string) => column("Date", z.iso.date(), comment);
/** For ClickHouse's own use: no query reads it into our code. */
const hash = (comment: string) => column("UInt64", z.unknown(), comment);
const bit = (comment: string) => column("UInt8", z.number().int(), comment);
/** Two of 5,000,000 postings share a hash once in a million such tables. */
const keyHash = hash("cityHash64 of platform and job_key, where postings meet their keywords");

/** Columns that a posting has in `jobs` too. */
export const FACT_COLUMNS_OF_JOBS = [
  "platform",
  "job_key",
  "company_key",
  "title",
  "salary_text",
  "salary_min",
  "salary_max",
  "salary_period",
  "salary_months",
  "monthly_min",
  "monthly_max",
  "city",
  "district",
  "business_area",
  "experience_text",
  "experience",
  "experience_min_years",
  "experience_max_years",
  "degree_text",
  "degree",
  "company_name",
  "company_size",
  "company_type",
  "company_stage",
  "industry",
  "skills",
  "welfare",
  "tags",
  "job_type",
  "lon",
  "lat",
  "coordinate_system",
  "url",
  "is_proxy",
  "published_at",
  "updated_at",
  "unread",
  "keyword",
  "search_city",
  "collected_at",
] as const;

/** Made from the other columns of the row, by default: what nearly every figure reads. */
export const FIGURE_COLUMNS = [
  "first_day",
  "has_unread",
  "is_negotiable",
  "key_hash",
  "company_hash",
  "company_id_hash",
  "figure_bits",
] as const;

export const jobFacts = defineTable({
  name: "job_facts",
  comment:
    "One current row per posting with what its own page adds, for search, figures and exports. Read without FINAL",
  columns: {
    ...pickColumns(jobs.columns, FACT_COLUMNS_OF_JOBS),
    company_id: id(
      "id of the company over all platforms, its branches apart: platform:company_key of its smallest row; ~ and the name where the posting has no company_key; empty where it names none",
    ),
    company_id_hash: hash("cityHash64 of company_id, by which companies are counted; 0 where it is empty"),
    company_full_name: text("name of the company as registered, where its own page was stored"),
    skills: labels("skills by their canonical names: of the listed skills and tags, and of title and text"),
    welfare: labels("benefits that the posting lists, those among its tags too"),
    description: jobs.columns.description,
    detailed_at: maybeInstant("when the own page of the posting was collected; null where none was stored"),
    skill_keys: labels("skills, folded: plain width, small letters; in the order of skills"),
    listed_skills: labels("skills as the site lists them; on 51job its tags that are skills"),
    requirements: labels("what its tags demand: degree, experience, certificates, qualities"),
    working_time: labels(
      "two_days 双休, alternating 大小周, one_day 单休, 996: what the texts of the posting state",
    ),
    working_time_said: column(
      "Array(String)",
      z.array(z.string()),
      "the words that each of working_time was read from, in its order",
    ),
    first_seen: instant("first sighting; where none was stored, collected_at"),
    last_seen_day: day("day of China Standard Time (UTC+8) of the last sighting"),
    search_text: id("title, company, skills, tags and description, folded, for the text index"),
    latin_words: column(
      "Array(String)",
      z.array(z.string()),
      "distinct words of letters and digits in search_text, with their signs: c++, c#",
    ),
    ...pickColumns(jobLife.columns, ["state", "born_after", "closed_after", "closed_at"]),
    ...pickColumns(jobChains.columns, ["chain_key", "chain_place"]),
    version: instant("when this row was made from the stored rows"),
    is_duplicate: column(
      "UInt8",
      z.number().int(),
      "1: another posting of the same job was seen first, so that figures leave this one out",
    ),
    group_id: column(
      "UInt64",
      z.coerce.number().int(),
      "the same for the postings of one job, below 2^53; 0: no other posting of the job is known",
    ),
    first_day: day("day of China Standard Time (UTC+8) of first_seen"),
    has_unread: bit("1 where unread names a field"),
    is_negotiable: bit("1 where the salary was read and names no figure"),
    key_hash: keyHash,
    company_hash: hash("cityHash64 of company_name; 0 where there is none"),
    figure_bits: bit(
      "bits: 1 is_duplicate, 2 has_unread, 4 is_negotiable, 8 closed; from 16 on the place of its platform: 1 boss, 2 qcwy, 3 zhilian",
    ),
  },
});

export const jobChanges = defineTable({
  name: "job_changes",
  comment:
    "Keys of postings whose row in job_facts is out of date; 7 days; filled by materialized views and corrections",
  columns: {
    changed_at: instant("when it was written"),
    platform,
    job_key: jobs.columns.job_key,
    seen_day: column(
      "Nullable(Date)",
      z.iso.date().nullable(),
      "null where the content changed, else the day of China Standard Time (UTC+8) on which it was seen again",
    ),
  },
});

export const jobKeywords = defineTable({
  name: "job_keywords",
  comment: "Which search found which posting, with first and last sighting; filled by job_keywords_mv",
  columns: {
    platform,
    keyword: word("keyword as it is searched"),
    search_city: word("city of the search, common name; empty where the search names none"),
    job_key: jobs.columns.job_key,
    first_seen: {
      ...instant("first sighting by this search"),
      type: "SimpleAggregateFunction(min, DateTime64(3, 'UTC'))",
    },
    last_seen: {
      ...instant("last sighting by this search"),
      type: "SimpleAggregateFunction(max, DateTime64(3, 'UTC'))",
    },
    key_hash: keyHash,
  },
});

export const figures = defineTable({
  name: "figures",
  comment:
    "Figures without a filter, computed when job_facts has changed: the newest row of a name is the answer of the API",
  columns: {
    name: id("figure, version of its method and options"),
    made_at: instant("when it was computed"),
    body: id("JSON"),
  },
});
