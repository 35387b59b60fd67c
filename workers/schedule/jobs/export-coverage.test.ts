import { expect, test } from "vitest";
import { createLogger } from "../../../shared/log.ts";
import type { ScheduleServices } from "../schedule-services.ts";
import { exportCoverage } from "./export-coverage.ts";

const search = (at: number) => ({
  ...{ keyword: "Java", city: "北京", channel: "web", distinct: 297, reported: 300, at },
  ...{ run_id: `run-${at}`, started_at: at - 1, complete: true },
});

function stage(readings: number[]) {
  let through = 0;
  const inserts: { token: string; lines: string[] }[] = [];
  const clickhouse = { away: false };
  const ledger = {
    coverageToExport: async (limit: number) => {
      const searches = readings
        .filter((at) => at > through)
        .slice(0, limit)
        .map(search);
      return { platform: "qcwy", shard: 3, searches, through: searches.at(-1)?.at ?? through };
    },
    coverageExported: async (at: number) => {
      through = at;
    },
  };
  const services = {
    allLedgers: () => [ledger],
    insertCoverage: async (lines: string[], token: string) => {
      if (clickhouse.away) throw new Error("ClickHouse is away");
      inserts.push({ token, lines });
    },
  } as unknown as ScheduleServices;
  const run = () =>
    exportCoverage.run(services, {
      slotAt: 0,
      requestId: "tick",
      logger: createLogger({}, { write: () => {} }),
    });
  return { inserts, clickhouse, run };
}

test("stores what was not stored, once, each batch with its own token", async () => {
  const { inserts, run } = stage(Array.from({ length: 7000 }, (_, at) => at + 1));
  await run();
  expect(inserts.map(({ lines }) => lines.length)).toEqual([5000, 2000]);
  expect(new Set(inserts.map(({ token }) => token)).size).toBe(2);
  expect(JSON.parse(inserts[0]?.lines[0] ?? "")).toEqual({
    ...{ platform: "qcwy", keyword: "Java", city: "北京", at: 1 },
    ...{ distinct_jobs: 297, reported: 300, channel: "web", run_id: "run-1", started_at: 0, complete: true },
  });
  await run();
  expect(inserts).toHaveLength(2);
});

test("leaves everything in the ledgers while ClickHouse is away", async () => {
  const { inserts, clickhouse, run } = stage([1, 2]);
  clickhouse.away = true;
  await expect(run()).rejects.toThrow("away");
  clickhouse.away = false;
  await run();
  expect(inserts.map(({ lines }) => lines.length)).toEqual([2]);
});
