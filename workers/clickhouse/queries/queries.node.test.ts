import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  sampleCompany,
  sampleJob,
  sampleRawJob,
  sampleSighting,
} from "../../../tests/support/clickhouse/sample-rows.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../../tests/support/clickhouse/scratch.ts";
import { clickHouseClient } from "../client.ts";
import { ClickHouseRejected, ClickHouseUnavailable } from "../errors.ts";
import { insertLines } from "../insert.ts";
import { runQuery } from "../query.ts";
import { jobsPerDay } from "./jobs-per-day.ts";
import { ping } from "./ping.ts";
import { platformTotals } from "./platform-totals.ts";
import { runCoverage } from "./run-coverage.ts";

let ch: ScratchClickHouse;
const client = () => clickHouseClient(ch.config);
const day = (offset: number) => Date.UTC(2026, 10, 1 + offset, 4);

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  const json = <T>(count: number, row: (n: number) => T) =>
    Array.from({ length: count }, (_, n) => JSON.stringify(row(n)));
  await insertLines(client(), "jobs", json(30, sampleJob), "a");
  // Insert the same ten postings again, and five with the same time and key on two platforms, as ties in the paging order.
  await insertLines(
    client(),
    "jobs",
    json(10, (n) => ({ ...sampleJob(n), title: "Rust工程师", collected_at: day(1) + n })),
    "b",
  );
  const tie = (n: number) => ({
    ...sampleJob(n),
    job_key: `tie-${n}`,
    city: null,
    company_name: "Zebra Inc",
  });
  await insertLines(
    client(),
    "jobs",
    json(5, (n) => ({ ...tie(n), collected_at: day(2), platform: "boss" })),
    "c",
  );
  await insertLines(
    client(),
    "jobs",
    json(5, (n) => ({ ...tie(n), collected_at: day(2), platform: "zhilian" })),
    "d",
  );
  await insertLines(client(), "raw_jobs", json(30, sampleRawJob), "e");
  await insertLines(client(), "companies", json(7, sampleCompany), "f");
  const seen = json(40, (n) => ({
    ...sampleSighting(n % 25, n < 25 ? "new" : "unchanged"),
    run_id: "run-x",
    upload_id: `u${Math.floor(n / 2)}`,
    part: n % 2,
  }));
  await insertLines(client(), "job_sightings", [...seen, JSON.stringify(sampleSighting(99))], "g");
});
afterAll(() => ch.remove());

test("platform totals count stored, distinct, raw, companies and sightings", async () => {
  expect(await runQuery(client(), platformTotals, {})).toEqual([
    { platform: "boss", stored: 5, distinct: 5, raw: 0, companies: 0, sightings: 0 },
    { platform: "qcwy", stored: 30, distinct: 30, raw: 30, companies: 7, sightings: 41 },
    { platform: "zhilian", stored: 5, distinct: 5, raw: 0, companies: 0, sightings: 0 },
  ]);
});

test("run coverage counts each posting of the run once", async () => {
  expect(await runQuery(client(), runCoverage, { run_id: "run-x" })).toEqual([
    {
      distinct: 25,
      new: 25,
      changed: 0,
      parts: 40,
      first_seen: sampleSighting(0).seen_at,
      last_seen: sampleSighting(24).seen_at,
    },
  ]);
  expect(await runQuery(client(), runCoverage, { run_id: "no such run" })).toEqual([]);
});

test("jobs per day add up over cities and narrow to one", async () => {
  const range = { from: "2026-11-01", to: "2026-11-03" };
  expect(await runQuery(client(), jobsPerDay, range)).toEqual([
    { day: "2026-11-01", platform: "qcwy", jobs: 30 },
    { day: "2026-11-02", platform: "qcwy", jobs: 10 },
    { day: "2026-11-03", platform: "boss", jobs: 5 },
    { day: "2026-11-03", platform: "zhilian", jobs: 5 },
  ]);
  expect(await runQuery(client(), jobsPerDay, { ...range, platform: "qcwy", city: "北京" })).toEqual([
    { day: "2026-11-01", platform: "qcwy", jobs: 6 },
    { day: "2026-11-02", platform: "qcwy", jobs: 2 },
  ]);
  await expect(runQuery(client(), jobsPerDay, { ...range, from: "yesterday" })).rejects.toBeInstanceOf(
    z.ZodError,
  );
});

describe("a query", () => {
  test("that answers tells version and database", async () => {
    const [row] = await runQuery(client(), ping, {});
    expect(row).toEqual({ version: ch.version, database: "jobdata" });
  });

  test("past its time is unavailable", async () => {
    await ch.control({ delayMs: 60_000 });
    const slow = runQuery(client(), ping, {}, { timeoutMs: 50 });
    const failure = await slow.catch((error: unknown) => error);
    await ch.control({ delayMs: 0 });
    expect(failure).toBeInstanceOf(ClickHouseUnavailable);
    expect((failure as Error).message).toBe("ClickHouse: no answer in time");
  });

  test("with a mistake is rejected under ClickHouse's code", async () => {
    const wrong = { ...ping, sql: "SELECT nosuch FROM jobs" };
    const failure = await runQuery(client(), wrong, {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClickHouseRejected);
    expect(failure).toMatchObject({ code: 47, type: "UNKNOWN_IDENTIFIER" });
  });

  test("whose rows changed shape fails by the field's name", async () => {
    const other = { ...ping, sql: "SELECT 1 AS version, 'jobdata' AS database" };
    await expect(runQuery(client(), other, {})).rejects.toThrow(/version/);
  });
});
