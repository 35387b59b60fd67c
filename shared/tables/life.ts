/** The life of postings (X11): what happened to each, whether it is open, and the chain of its reposts. */
import { z } from "zod";
import { JOB_EVENT_KINDS, JOB_STATES } from "../contracts/job-life.ts";
import { column, count, id, instant, label, maybeInstant, member, number, text, word } from "./column.ts";
import { jobs } from "./jobs.ts";
import { platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

const { job_key } = jobs.columns;

export const jobVersions = defineTable({
  name: "job_versions",
  comment:
    "Each content of a posting that was stored, in short: what changed in its life; filled by job_versions_of_jobs_mv and job_versions_of_details_mv",
  columns: {
    platform,
    job_key,
    kind: word("list: row of a list; page: the own page of the posting"),
    collected_at: instant("when it was collected"),
    content_hash: id("hash of the row as sent, hex; the row itself is in raw_jobs or raw_job_details"),
    parser_version: count("UInt32", "version of the parser that read it"),
    title: text("title of the posting"),
    salary_text: label("salary as the platform shows it"),
    monthly_min: number("Float64", "CNY per month"),
    monthly_max: number("Float64", "CNY per month"),
    text_hash: count("UInt64", "hash of the text of the posting; 0 where it has none"),
    stored_at: instant("when it was stored; the newest row of a content stays"),
  },
});

export const completeCrawls = defineTable({
  name: "complete_crawls",
  comment: "Crawls that read the whole list of their search, and whether they may close postings",
  columns: {
    platform,
    keyword: word("keyword as it is searched"),
    city: word("city of the search, common name"),
    run_id: id("run that read it"),
    started_at: instant("when the run began"),
    finished_at: instant("when the run ended"),
    distinct_jobs: count("UInt32", "distinct postings that it met"),
    reported: count("UInt32", "postings that the site reported"),
    verdict: word(
      "used; unstored: its rows never all arrived; doubted: it reported less than half of the one before it",
    ),
    decided_at: instant("when this was decided"),
  },
});

export const jobEvents = defineTable({
  name: "job_events",
  comment: "What happened to each posting, appended; an event that is found again replaces itself",
  columns: {
    platform,
    job_key,
    at: instant("when it was found; it happened after since and by then"),
    kind: member(
      z.enum(JOB_EVENT_KINDS),
      "seen_first, closed, reopened, closing_withdrawn, salary_changed, text_changed",
    ),
    since: maybeInstant(
      "begin of the time in which it happened: last sighting before a closing, end of the last complete crawl before a first sighting",
    ),
    before: text("salary or title before"),
    after: text("salary or title after"),
    content_hash: text("content that has the change"),
    run_id: text("complete crawl that did not show it"),
    keyword: label("keyword of that crawl"),
    search_city: label("city of that crawl"),
    recorded_at: instant("when it was recorded"),
  },
});

export const jobLife = defineTable({
  name: "job_life",
  comment: "State of each posting, derived from job_events: one row each, the newest one stays",
  columns: {
    platform,
    job_key,
    state: member(
      z.enum(JOB_STATES),
      "closed: a complete crawl of a search that showed it did not; else open",
    ),
    born_after: maybeInstant(
      "end of the last complete crawl of its searches before its first sighting; null where it may be older",
    ),
    closed_after: maybeInstant("last sighting before it was closed"),
    closed_at: maybeInstant("end of the first complete crawl without it"),
    closed_by: text("run of that crawl"),
    reopened: count("UInt32", "times that it was seen again after it was closed"),
    withdrawn: count("UInt32", "closings that a late upload proved wrong"),
    salary_changes: count("UInt32", "changes of the salary"),
    text_changes: count("UInt32", "changes of title or text"),
    version: instant("when this row was derived"),
  },
});

export const lifeAsked = defineTable({
  name: "life_asked",
  comment: "Postings that a pass over the life of postings asks about; 1 day",
  columns: { pass: instant("version of the rows that the pass writes"), platform, job_key },
});

export const jobChains = defineTable({
  name: "job_chains",
  comment: "The chain of reposts that a posting belongs to; the newest row stays",
  columns: {
    platform,
    job_key,
    chain_key: id("job_key of the first posting of the chain; empty where it has no other"),
    chain_place: column("UInt32", z.number().int(), "place in the chain, from 1; 0 without a chain"),
    version: instant("when this row was derived"),
  },
});
