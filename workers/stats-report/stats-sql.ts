/** The statements of the stats report. Parameters: `from` and `to`, Unix ms, `to` not included. */
import { z } from "zod";
import { GOOD_OUTCOMES } from "../../shared/domain/retry-policy.ts";
import { instantSql, sqlString } from "../clickhouse/query.ts";

const count = z.coerce.number();

export const NEW_JOBS = {
  sql: `SELECT platform, count() AS jobs,
      countIf(first_seen >= ${instantSql("from")} AND first_seen < ${instantSql("to")}) AS new_jobs
    FROM job_facts GROUP BY platform`,
  row: z.object({ platform: z.string(), jobs: count, new_jobs: count }),
};

/** A search that was crawled twice counts twice: each is work that was done. */
export const SEARCHES = {
  sql: `SELECT platform, uniqExact(keyword, city, at) AS searches FROM keyword_coverage
    WHERE at >= ${instantSql("from")} AND at < ${instantSql("to")} GROUP BY platform`,
  row: z.object({ platform: z.string(), searches: count }),
};

/**
 * How much the counters grew; one that is lower than before was reset, and has counted from 0 since. The first reading is
 * compared with the one before the span, so that no growth falls between two reports.
 */
export const REQUESTS = {
  sql: `SELECT platform, sum(grown) AS requests,
      sumIf(grown, outcome NOT IN (${GOOD_OUTCOMES.map(sqlString).join(", ")})) AS failed_requests
    FROM (
      SELECT extract(labels, 'platform="([^"]*)"') AS platform, extract(labels, 'outcome="([^"]*)"') AS outcome,
        at, value, lagInFrame(value, 1, value) OVER
          (PARTITION BY labels ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before_value,
        if(value < before_value, value, value - before_value) AS grown
      FROM metric_samples FINAL
      WHERE name = 'jobdata_requests_total' AND at >= ${instantSql("from")} - INTERVAL 1 HOUR
        AND at < ${instantSql("to")})
    WHERE at >= ${instantSql("from")}
    GROUP BY platform`,
  row: z.object({ platform: z.string(), requests: count, failed_requests: count }),
};

export const TABLES = {
  sql: `SELECT table, sum(rows) AS total, sum(bytes_on_disk) AS bytes FROM system.parts
    WHERE active AND database = currentDatabase() AND NOT startsWith(table, '.')
    GROUP BY table HAVING total > 0 ORDER BY total DESC, table`,
  row: z.object({ table: z.string(), total: count, bytes: count }),
};
