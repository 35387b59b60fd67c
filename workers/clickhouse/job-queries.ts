/** Queries of the API about postings. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { z } from "zod";
import { BoundedMap } from "../../shared/bounded-map.ts";
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import {
  FACETS,
  type Facet,
  type FacetCounts,
  type JobCount,
  MAX_COUNTED,
} from "../../shared/contracts/job-search.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { RowOf } from "../../shared/tables/column.ts";
import type { jobs } from "../../shared/tables/jobs.ts";
import { countJobs } from "./queries/count-jobs.ts";
import { facetJobs } from "./queries/facet-jobs.ts";
import { jobClasses } from "./queries/job-classes.ts";
import { jobChain, jobContents, jobEventsOf, jobState } from "./queries/job-life.ts";
import { jobFindings, jobSightingsOf, jobVersions } from "./queries/job-origin.ts";
import { rawJob } from "./queries/raw-job.ts";
import {
  type FoundJob,
  type JOB_SUMMARY_COLUMNS,
  type JobPosition,
  type JobSearch,
  positionOf,
  searchJobs,
} from "./queries/search-jobs.ts";
import { storedCities, storedDistricts } from "./queries/stored-places.ts";
import { runSearch } from "./search-query.ts";

export { type FoundJob, type JobPosition, type JobSearch, positionOf };

/** A posting as the list shows it. Times in Unix ms. */
export type JobSummary = RowOf<typeof JOB_SUMMARY_COLUMNS>;

/** A posting with all its typed fields and the JSON text of the newest row as the platform sent it. */
export type StoredJob = RowOf<typeof jobs.columns> & { raw: string | null };

/** What the dictionary of skills makes of a posting. */
export type JobClasses = z.infer<typeof jobClasses.row>;

/** Why a posting is there, newest first. */
export interface JobOrigin {
  found_by: z.infer<typeof jobFindings.row>[];
  sightings: z.infer<typeof jobSightingsOf.row>[];
  versions: z.infer<typeof jobVersions.row>[];
}

export interface StoredLife {
  state: z.infer<typeof jobState.row>;
  events: z.infer<typeof jobEventsOf.row>[];
  contents: z.infer<typeof jobContents.row>[];
  chain: z.infer<typeof jobChain.row>[];
}

export type Facets = Partial<Record<Facet, FacetCounts>>;

export interface JobQueries {
  /** @returns up to `limit` postings, fewer only when no more follow */
  search(query: JobSearch): Promise<FoundJob[]>;
  /** @param exact counts also above `MAX_COUNTED` */
  count(filter: JobFilter, exact: boolean): Promise<JobCount>;
  /** Values of some members over the postings of the filter, all of it. */
  facets(filter: JobFilter, members: readonly Facet[]): Promise<Facets>;
  /** Null when there is no such posting. */
  show(platform: Platform, jobKey: string): Promise<StoredJob | null>;
  /** Null when there is no such posting. */
  classes(platform: Platform, jobKey: string): Promise<JobClasses | null>;
  origin(platform: Platform, jobKey: string): Promise<JobOrigin>;
  /** Null when there is no such posting. */
  life(platform: Platform, jobKey: string): Promise<StoredLife | null>;
  /** @returns those of the names that a stored posting or company has as its city */
  storedCities(names: readonly string[]): Promise<string[]>;
  /**
   * @param cities in which they must be; undefined: in any
   * @returns those of the names that a stored posting has as its district
   */
  storedDistricts(names: readonly string[], cities: readonly string[] | undefined): Promise<string[]>;
}

/** Districts that were found once, with their cities. They are asked for with each page of a list. */
export type FoundDistricts = Pick<Map<string, true>, "has" | "set">;
const MAX_FOUND_DISTRICTS = 5000;
/** Services are made anew for each event; what they have found is kept for the isolate. */
export const isolateDistricts: FoundDistricts = new BoundedMap<string, true>(MAX_FOUND_DISTRICTS);

export function createJobQueries(
  client: ClickHouseClient,
  foundDistricts: FoundDistricts = new BoundedMap<string, true>(MAX_FOUND_DISTRICTS),
): JobQueries {
  return {
    async search(query) {
      const found = new Map<string, FoundJob>();
      let { after } = query;
      for (;;) {
        const wanted = query.limit - found.size;
        const rows = await runSearch(client, searchJobs({ ...query, limit: wanted, after }));
        // A posting that is being made anew is there twice.
        for (const row of rows) found.set(`${row.platform} ${row.job_key}`, row);
        const last = rows.at(-1);
        if (rows.length < wanted || found.size >= query.limit || !last) return [...found.values()];
        after = positionOf(query.sort, last);
      }
    },
    async count(filter, exact) {
      const [row] = await runSearch(client, countJobs(filter, exact ? null : MAX_COUNTED + 1));
      const jobs = row?.jobs ?? 0;
      return exact || jobs <= MAX_COUNTED
        ? { value: jobs, exact: true }
        : { value: MAX_COUNTED, exact: false };
    },
    async facets(filter, members) {
      const rows = await runSearch(client, facetJobs(filter, members));
      return Object.fromEntries(
        FACETS.filter((facet) => members.includes(facet)).map((facet) => {
          const own = rows.filter((row) => row.facet === facet);
          const [first] = own;
          const shown = own.reduce((sum, { jobs }) => sum + jobs, 0);
          return [
            facet,
            {
              values: own.map(({ value, jobs }) => ({ value, count: jobs })),
              other_values: (first?.all_values ?? 0) - own.length,
              other_count: (first?.all_jobs ?? 0) - shown,
            },
          ];
        }),
      );
    },
    show: async (platform, jobKey) =>
      (await runSearch(client, rawJob, { platform, job_key: jobKey }))[0] ?? null,
    classes: async (platform, jobKey) =>
      (await runSearch(client, jobClasses, { platform, job_key: jobKey }))[0] ?? null,
    async origin(platform, jobKey) {
      const of = { platform, job_key: jobKey };
      const [found_by, sightings, versions] = await Promise.all([
        runSearch(client, jobFindings, of),
        runSearch(client, jobSightingsOf, of),
        runSearch(client, jobVersions, of),
      ]);
      return { found_by, sightings, versions };
    },
    async life(platform, jobKey) {
      const of = { platform, job_key: jobKey };
      const [[state], events, chain] = await Promise.all([
        runSearch(client, jobState, of),
        runSearch(client, jobEventsOf, of),
        runSearch(client, jobChain, of),
      ]);
      if (!state) return null;
      const isTold = events.some(({ kind }) => kind === "text_changed");
      return { state, events, chain, contents: isTold ? await runSearch(client, jobContents, of) : [] };
    },
    storedCities: async (names) => (await runSearch(client, storedCities(names))).map(({ city }) => city),
    async storedDistricts(names, cities) {
      const keyOf = (name: string) => JSON.stringify([name, cities]);
      const others = names.filter((name) => !foundDistricts.has(keyOf(name)));
      if (others.length > 0)
        for (const { district } of await runSearch(client, storedDistricts(others, cities)))
          foundDistricts.set(keyOf(district), true);
      return names.filter((name) => foundDistricts.has(keyOf(name)));
    },
  };
}
