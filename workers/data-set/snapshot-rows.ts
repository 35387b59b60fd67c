/** What became of each posting between two snapshots, in ClickHouse; `clickhouse` functions are replaced in tests. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { runCommand } from "../clickhouse/command.ts";
import { toClickHouseFailure } from "../clickhouse/errors.ts";
import { type BoundParams, Count } from "../clickhouse/query.ts";
import { COMPARED_NAMES } from "./published-columns.ts";

export interface ChangeCounts {
  added: number;
  changed: number;
  gone: number;
}

export interface SnapshotRows {
  /** Keeps keys and hashes of a copy under its day, in place of what an earlier try left. */
  keep(day: string, stage: string): Promise<void>;
  /** @param previousDay null: nothing is compared */
  counts(day: string, previousDay: string | null): Promise<ChangeCounts>;
  /** Lines of JSON: platform, job_key and change, in the order of the keys. */
  changes(day: string, previousDay: string): Promise<ReadableStream<Uint8Array>>;
  /** Deletes what is kept of a day. */
  drop(day: string): Promise<void>;
}

const Day = z.iso.date();
const Counts = z.array(z.object({ change: z.enum(["added", "changed", "gone"]), rows: Count }));

/** The rows lie in the order of their keys, so that the comparison needs no hash table of them. */
const CHANGES = `
  SELECT platform, job_key,
    multiIf(countIf(snapshot = {previous:Date}) = 0, 'added', countIf(snapshot = {day:Date}) = 0, 'gone', 'changed') AS change
  FROM data_set_rows WHERE snapshot IN ({previous:Date}, {day:Date})
  GROUP BY platform, job_key HAVING count() = 1 OR uniqExact(hash) > 1`;
const IN_ORDER = { optimize_aggregation_in_order: 1 } as const;

export function createSnapshotRows(client: ClickHouseClient): SnapshotRows {
  const run = (query: string, params: BoundParams = {}) =>
    runCommand(client, query, params, { insert_deduplicate: 0 });
  const drop = (day: string) => run(`ALTER TABLE data_set_rows DROP PARTITION '${Day.parse(day)}'`);
  return {
    async keep(day, stage) {
      await drop(day);
      // The hash of arguments one of which is null is null: the tuple is hashed as text, in which null stands as a word.
      await run(
        `INSERT INTO data_set_rows (snapshot, platform, job_key, hash)
         SELECT {day:Date}, platform, job_key, cityHash64(toString(tuple(${COMPARED_NAMES.join(", ")})))
         FROM export_jobs WHERE stage = {stage:String}`,
        { day: Day.parse(day), stage },
      );
    },
    async counts(day, previousDay) {
      const counted: ChangeCounts = { added: 0, changed: 0, gone: 0 };
      if (previousDay === null) return counted;
      try {
        const answer = await client.query({
          query: `SELECT change, count() AS rows FROM (${CHANGES}) GROUP BY change`,
          query_params: { day, previous: previousDay },
          format: "JSONEachRow",
          clickhouse_settings: IN_ORDER,
        });
        for (const { change, rows } of Counts.parse(await answer.json())) counted[change] = rows;
      } catch (error) {
        throw error instanceof z.ZodError ? error : toClickHouseFailure(error);
      }
      return counted;
    },
    async changes(day, previousDay) {
      try {
        const { stream } = await client.exec({
          query: `${CHANGES} ORDER BY platform, job_key FORMAT JSONEachRow`,
          query_params: { day, previous: previousDay },
          clickhouse_settings: IN_ORDER,
        });
        return stream as ReadableStream<Uint8Array>;
      } catch (error) {
        throw toClickHouseFailure(error);
      }
    },
    drop,
  };
}
