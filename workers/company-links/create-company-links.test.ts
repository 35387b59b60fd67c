/** When companies are joined, with D1 in workerd; the joining itself is tested against the real engine. */
import { applyD1Migrations, env } from "cloudflare:test";
import { drizzle } from "drizzle-orm/d1";
import { beforeEach, expect, inject, test } from "vitest";
import { createLogger } from "../../shared/log.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { createJobFacts } from "../facts/create-job-facts.ts";
import { createRefreshStore } from "../facts/refresh-store.ts";
import { createCompanyLinks } from "./create-company-links.ts";
import { createDecisionStore } from "./decision-store.ts";

let asked = 0;
/** Counts what would wake it, and answers that nothing is new. */
const clickhouse = {
  ...clickHouseClient({
    CLICKHOUSE_URL: "http://127.0.0.1:1",
    CLICKHOUSE_USER: "default",
    CLICKHOUSE_PASSWORD: "",
    CLICKHOUSE_DATABASE: "jobdata",
  }),
  query: async () => {
    asked++;
    return { json: async () => [] };
  },
} as unknown as ReturnType<typeof clickHouseClient>;
const granted = async () => ({ ok: true as const, grant: { owner: "x", fence: 1, expires_at: 0 } });
const lock = { acquire: granted, renew: granted, release: async () => true, status: async () => null };
let now = 1_800_000_000_000;
const clock = { now: () => now, sleep: async () => {} };
const logger = createLogger({}, { write: () => {} });
const db = drizzle(env.DB);
const facts = createRefreshStore(db);
const links = createCompanyLinks({ db, clickhouse, lock, clock, logger, corrected: async () => {} });
const refreshed = (through: number) =>
  facts.save({ through, startedAt: through, finishedAt: through, rows: 1 });

beforeEach(async () => {
  await applyD1Migrations(env.DB, inject("d1Migrations"));
  asked = 0;
});

test("companies are looked at once for each change of the postings, and after a decision", async () => {
  expect(await links.run("test")).toEqual({ skipped: "current" });
  expect(asked).toBe(0);
  await refreshed(5);
  expect(await links.run("test")).toMatchObject({ skipped: null, read: 0, done: true });
  asked = 0;
  expect(await links.run("test")).toEqual({ skipped: "current" });
  expect(asked).toBe(0);
  const store = createDecisionStore(db);
  await store.add([
    {
      ...{
        id: crypto.randomUUID(),
        verdict: "same",
        one: "boss:1",
        others: ["qcwy:2"],
        note: null,
        evidence: [],
      },
      ...{ decidedBy: "lin", decidedAt: now, undoneBy: null, undoneAt: null, appliedAt: null },
    },
  ]);
  expect(await links.run("test")).toMatchObject({ skipped: null, decided: 1 });
  expect(await store.waiting()).toEqual([]);
  expect(await links.run("test")).toEqual({ skipped: "current" });
});

test("a correction makes the next refresh look although nothing came in", async () => {
  await refreshed(now);
  const jobFacts = createJobFacts({
    ...{ db, clickhouse, lock, clock, logger },
    newestStored: async () => null,
    skills: { isPublished: async () => true, publish: async () => false, classifyNew: async () => 0 },
  });
  expect(await jobFacts.refresh("test")).toEqual({ skipped: "current" });
  expect(asked).toBe(0);
  await jobFacts.corrected();
  now += 1000;
  // No count comes from the empty answer; that it was asked for is what counts here.
  await expect(jobFacts.refresh("test")).rejects.toThrow("no count");
  expect(asked).toBeGreaterThan(0);
});
