/** What the API asks ClickHouse about postings. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Services } from "../api/services.ts";
import { newestJobs } from "./queries/newest-jobs.ts";
import { rawJob } from "./queries/raw-job.ts";
import { runQuery } from "./query.ts";

export function createJobQueries(client: ClickHouseClient): Services["jobs"] {
  return {
    newest: ({ after, ...filters }) => runQuery(client, newestJobs, { ...filters, cursor: after ?? null }),
    show: async (platform, jobKey) =>
      (await runQuery(client, rawJob, { platform, job_key: jobKey }))[0] ?? null,
  };
}
