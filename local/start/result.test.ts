import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { stripVTControlCharacters } from "node:util";
import { afterEach, expect, test } from "vitest";
import type { Imported, Overview, PlatformStatus } from "./api.ts";
import type { ClickHouseTarget } from "./clickhouse-target.ts";
import { Progress } from "./progress.ts";
import { collectResult, toTable } from "./result.ts";

const status: PlatformStatus = {
  platform: "boss",
  states: { pending: 1, queued: 0, running: 1, partial: 0, done: 5, failed: 1, blocked: 0, paused: 4 },
  ready: 0,
  pages: 1200,
  reported: 400,
  distinct: 390,
  unknown: 0,
  gate: { breaker: "open", cause: "network", reopen_at: 1 },
  ingest: { duplicates: 7 },
};
const overview: Overview = {
  items: [status],
  ingest: { waiting_parts: 0, dead_letters: 0, last_error: null },
};

const imported: Imported = {
  received: 3,
  created: 1,
  exists: 1,
  restored: 0,
  rejected: 1,
  problems: [{ line: 3, field: "city", reason: "is missing" }],
};

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

async function clickHouse(code: number, answer: string): Promise<ClickHouseTarget> {
  server = createServer((_request, response) => response.writeHead(code).end(answer));
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, user: "default", password: "p", database: "jobdata", own: true };
}

test("puts the ledger's counts beside those of ClickHouse", async () => {
  const target = await clickHouse(200, '{"platform":"boss","stored":390,"distinct":389}\n');
  const result = await collectResult({ overview, seconds: 12.345, imported }, target);
  expect(JSON.stringify(result)).toBe(
    '{"seconds":12.3,"platforms":{"boss":{"keywords":{"done":5,"failed":1,"blocked":0},"pages":1200,"reported":400,"stored":390,"distinct":389,"duplicates":7}},"keywords_file":{"received":3,"created":1,"known":1,"rejected":1,"problems":[{"line":3,"field":"city","reason":"is missing"}]}}',
  );
  expect(toTable(result)).toEqual([
    "platform  done  failed  blocked  pages  reported  stored  distinct  duplicates",
    "boss         5       1        0  1,200       400     390       389           7",
  ]);
});

test("counts nothing stored for a platform without rows", async () => {
  const result = await collectResult({ overview, seconds: 1, imported }, await clickHouse(200, ""));
  expect(result.platforms.boss).toMatchObject({ stored: 0, distinct: 0 });
});

test("hands on what ClickHouse says is wrong", async () => {
  const target = await clickHouse(404, "Code: 60. DB::Exception: Unknown table jobs\nmore");
  await expect(collectResult({ overview, seconds: 1, imported }, target)).rejects.toThrow(
    "ClickHouse: Code: 60. DB::Exception: Unknown table jobs",
  );
});

test("shows a platform's progress, its rate measured over the last seconds", () => {
  const progress = new Progress();
  progress.lines(overview, 0);
  const later = { ...overview, items: [{ ...status, pages: 1210 }] };
  const [line = ""] = progress.lines(later, 5000).map(stripVTControlCharacters);
  expect(line).toBe(
    "boss     ██████████████████░░░░░░ 6/8 keywords · 1,210 pages · 120 pages/min · coverage 97.5 % · 1 failed, 0 blocked · breaker open (network)",
  );
});

test("shows how many keywords have no coverage yet, beside that of the others", () => {
  const coverageOf = (over: Partial<PlatformStatus>) => {
    const [line = ""] = new Progress().lines({ ...overview, items: [{ ...status, ...over }] }, 0);
    return /coverage ([^·]*) ·/.exec(stripVTControlCharacters(line))?.[1];
  };
  expect(coverageOf({ reported: 84, distinct: 84, unknown: 3 })).toBe("100.0 % (3 unknown)");
  expect(coverageOf({ reported: 0, distinct: 0, unknown: 16 })).toBe("– (16 unknown)");
  expect(coverageOf({ reported: 10_000, distinct: 9999, unknown: 0 })).toBe("99.9 %");
});
