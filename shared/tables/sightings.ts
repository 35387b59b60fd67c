/** When postings were seen. */

import { z } from "zod";
import { VERDICTS } from "../contracts/ingest-ledger.ts";
import { column, instant, member, type RowOf } from "./column.ts";
import { jobs } from "./jobs.ts";
import { PROVENANCE_COLUMNS, platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

const { keyword_id, keyword, search_city, run_id, upload_id, part, batch_id } = PROVENANCE_COLUMNS;
const { job_key } = jobs.columns;

export const jobSightings = defineTable({
  name: "job_sightings",
  comment: "Every time a search showed a posting, stored again or not; 400 days",
  columns: {
    platform,
    job_key,
    keyword_id,
    keyword,
    search_city,
    run_id,
    upload_id,
    part,
    batch_id,
    verdict: member(
      z.enum(VERDICTS),
      "new, changed, unchanged; duplicate inside the group that was inserted with it",
    ),
    seen_at: instant("when the posting was collected"),
  },
});
export type JobSighting = RowOf<typeof jobSightings.columns>;

export const jobSpans = defineTable({
  name: "job_spans",
  comment: "First and last sighting of each posting; outlives the sightings; filled by job_spans_mv",
  columns: {
    platform,
    job_key,
    first_seen: { ...instant("first sighting"), type: "SimpleAggregateFunction(min, DateTime64(3, 'UTC'))" },
    last_seen: { ...instant("last sighting"), type: "SimpleAggregateFunction(max, DateTime64(3, 'UTC'))" },
  },
});

export const jobsPerDay = defineTable({
  name: "jobs_per_day",
  comment:
    "Distinct postings stored as new or changed per day of China Standard Time; filled by jobs_per_day_mv",
  columns: {
    day: column("Date", z.iso.date(), "day of China Standard Time (UTC+8) on which they were collected"),
    platform,
    city: column("LowCardinality(String)", z.string(), "empty when the posting names none"),
    jobs: column("AggregateFunction(uniqExact, String)", z.unknown(), "state of the distinct keys"),
  },
});
