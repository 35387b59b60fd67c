/** Queries of the API about postings. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { RowOf } from "../../shared/tables/column.ts";
import type { jobs } from "../../shared/tables/jobs.ts";
import { type JOB_SUMMARY_COLUMNS, newestJobs } from "./queries/newest-jobs.ts";
import { rawJob } from "./queries/raw-job.ts";
import { runQuery } from "./query.ts";

/** A posting as the list shows it, newest collected first. Times in Unix ms. */
export type JobSummary = RowOf<typeof JOB_SUMMARY_COLUMNS>;

/** Position in the newest-first order (collected_at, platform, job_key), all descending. */
export type JobPosition = Pick<JobSummary, "collected_at" | "platform" | "job_key">;

/** A posting with all its typed fields and the JSON text of the newest row as the platform sent it. */
export type StoredJob = RowOf<typeof jobs.columns> & { raw: string | null };

export interface JobQuery {
  platform?: Platform;
  city?: string;
  /** The exact keyword whose search found the posting last. */
  keyword?: string;
  /** A part of the title or of the company's name; letter case is ignored. */
  text?: string;
  limit: number;
  /** Only postings strictly after this position. */
  after?: JobPosition;
}

export interface JobQueries {
  newest(query: JobQuery): Promise<JobSummary[]>;
  /** Null when there is no such posting. */
  show(platform: Platform, jobKey: string): Promise<StoredJob | null>;
}

export function createJobQueries(client: ClickHouseClient): JobQueries {
  return {
    newest: ({ after, ...filters }) => runQuery(client, newestJobs, { ...filters, cursor: after ?? null }),
    show: async (platform, jobKey) =>
      (await runQuery(client, rawJob, { platform, job_key: jobKey }))[0] ?? null,
  };
}
