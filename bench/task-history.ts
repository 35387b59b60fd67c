/**
 * Measures the history of tasks: 10 million ended tasks in ClickHouse, found by id, key, kind or a part of the error's text,
 * as `GET /api/v1/tasks/history` asks. ClickHouse makes the rows itself.
 */
import { type ClickHouseClient, createClient } from "@clickhouse/client-web";
import { makeTaskId } from "../shared/domain/task-id.ts";
import { DAY_MS } from "../shared/time.ts";
import { type Ask, askSoon } from "../workers/clickhouse/ask.ts";
import { createTaskHistory } from "../workers/tasks/task-history.ts";
import type { HistoryFilter } from "../workers/tasks/tasks.ts";
import { dropDatabase, newDatabase } from "./database.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { PASSWORD, type Rig } from "./rig.ts";
import { quantile, withSteal } from "./rounds.ts";

const ROWS = 10_000_000;
/** Rows of one insert, which ends before the client's time-out. */
const CHUNK = 500_000;
const MAX_MS = 200;
const NEWEST = 50;
/** Times that a round asks each question, for its 95th percentile. */
const TIMES = 20;
const DAYS = 90;
const DATABASE = "task_history";
const REACH = { kind: "all" } as const;

/** The tasks are created at this distance, which spreads them over the 90 days. */
const STEP_MS = (DAYS * DAY_MS) / ROWS;

/** Ids begin with the time, as those of the ledgers do. A tenth of the tasks failed, with 1,000 texts of errors. */
const fill = (start: number, from: number) => `
  INSERT INTO task_runs (id, ended_seq, queue, kind, priority, key, order_key, batch, state, attempts, error_class,
    error_code, error, input, result, owner_id, department_id, created_by, created_at, started_at, ended_at)
  WITH fromUnixTimestamp64Milli(toInt64(${start} + number * ${STEP_MS}), 'UTC') AS at,
    lower(leftPad(hex(toUnixTimestamp64Milli(at)), 12, '0')) AS time,
    lower(hex(sipHash64(number))) AS tail, number % 10 = 7 AS failed
  SELECT concat(substring(right(time, 12), 1, 8), '-', substring(right(time, 12), 9, 4), '-8f00-8', substring(tail, 1, 3), '-',
      leftPad(substring(tail, 4, 12), 12, '0')), number + 1, 'default',
    if(number % 1000003 = 5, 'rare.kind', concat('kind.', toString(number % 9))), 5, concat('key:', toString(number)), '', '',
    if(failed, 'failed', 'done'), 1, if(failed, 'network', ''), if(failed, 'x', ''),
    if(failed, if(number = 4000007, 'The needle was not found', concat('request ', toString(sipHash64(number) % 1000), ' ended without an answer')), ''),
    '{"from":"2026-11-01","to":"2026-11-07"}', '', 'lin', '', 'lin', at, at, at + INTERVAL 5 SECOND
  FROM numbers(${from}, ${CHUNK})`;

interface Question {
  filter: Omit<HistoryFilter, "reach"> & Partial<Pick<HistoryFilter, "reach">>;
  /** Rows of its page. */
  finds: number;
  /** Its page goes on from the middle of the 90 days. */
  fromMiddle?: boolean;
}

const questions = (id: string): Record<string, Question> => ({
  newest: { filter: {}, finds: NEWEST },
  id: { filter: { id }, finds: 1 },
  key: { filter: { key: "key:1234567" }, finds: 1 },
  kind: { filter: { kind: "kind.3" }, finds: NEWEST },
  "rare kind": { filter: { kind: "rare.kind" }, finds: 10 },
  "state and kind": { filter: { state: "failed", kind: "kind.7" }, finds: NEWEST, fromMiddle: true },
  error: { filter: { error: "needle was" }, finds: 1 },
  "common error": { filter: { error: "request 77 ended" }, finds: NEWEST },
  "common error, page 2": { filter: { error: "request 77 ended" }, finds: NEWEST, fromMiddle: true },
  "every error": { filter: { error: "without an answer" }, finds: NEWEST },
  "error nobody had": { filter: { error: "no such text" }, finds: 0 },
  "one character": { filter: { error: "T" }, finds: NEWEST },
  "one character nobody wrote": { filter: { error: "超" }, finds: 0 },
  "error, queue and kind": {
    filter: { error: "request 77 ended", queue: "default", kind: "kind.3" },
    finds: NEWEST,
  },
  "state and kind that never met": { filter: { state: "done", queue: "crawler" }, finds: 0 },
  "a person without tasks": {
    filter: { reach: { kind: "departments", departments: ["north"], userId: "wang" } },
    finds: 0,
  },
});

export async function benchTaskHistory(rig: Rig, { rounds, progress }: Bench): Promise<Result[]> {
  const url = await rig.clickhouse();
  await newDatabase(url, DATABASE);
  const client = createClient({ url, username: "default", password: PASSWORD, database: DATABASE });
  const start = Date.now() - DAYS * DAY_MS;
  try {
    progress(`task-history: loading ${ROWS} rows`);
    for (let from = 0; from < ROWS; from += CHUNK) await client.command({ query: fill(start, from) });
    const read = { rows: 0, bytes: 0 };
    const history = createTaskHistory(counting(client, read));
    const [middle] = await history.search({ reach: REACH, key: "key:5000000" }, 1);
    const past = { id: makeTaskId("default", start + (DAYS * DAY_MS) / 2, () => 0), ended_seq: ROWS };
    const asked = Object.entries(questions(middle?.id ?? ""));
    const p95s = new Map<string, number[]>();
    const notes = new Map<string, string>();
    const { steal } = await withSteal(async () => {
      // The first round warms the caches that a running service has.
      for (let round = 0; round <= rounds; round++) {
        progress(`task-history: round ${round} of ${rounds}`);
        for (const [name, { filter, finds, fromMiddle }] of asked) {
          const times: number[] = [];
          for (let time = 0; time < TIMES; time++) {
            Object.assign(read, { rows: 0, bytes: 0 });
            const startedAt = performance.now();
            const rows = await history.search(
              { reach: REACH, ...filter },
              NEWEST,
              fromMiddle ? past : undefined,
            );
            times.push(performance.now() - startedAt);
            if (rows.length !== finds) throw new Error(`${name}: ${rows.length} rows in place of ${finds}`);
          }
          notes.set(
            name,
            `${read.rows.toLocaleString("en-US")} rows, ${(read.bytes / 1e6).toFixed(1)} MB are read; median ${quantile(times, 0.5).toFixed(0)} ms`,
          );
          if (round > 0) p95s.set(name, [...(p95s.get(name) ?? []), quantile(times, 0.95)]);
        }
      }
    });
    return [...p95s].map(([name, ms]) => ({
      what: `history of ${ROWS.toLocaleString("en-US")} tasks by ${name}, p95`,
      against: "the limit",
      target: { is: "at most" as const, value: MAX_MS },
      unit: "ms" as const,
      median: quantile(ms, 0.5),
      min: Math.min(...ms),
      max: Math.max(...ms),
      rounds,
      repeated: 0,
      steal,
      notes: [notes.get(name) ?? ""],
    }));
  } finally {
    await client.close();
    await dropDatabase(url, DATABASE);
  }
}

/** Runs statements as `askSoon` does, and adds up what they read, as the end of an answer in the format JSON tells. */
function counting(client: ClickHouseClient, read: { rows: number; bytes: number }): Ask {
  const query = async (params: Parameters<ClickHouseClient["query"]>[0]) => {
    const answer = await client.query({ ...params, format: "JSON" });
    const { data, statistics } = await answer.json();
    read.rows += statistics?.rows_read ?? 0;
    read.bytes += statistics?.bytes_read ?? 0;
    return { json: async () => data };
  };
  return askSoon(Object.assign(Object.create(client), { query }));
}
