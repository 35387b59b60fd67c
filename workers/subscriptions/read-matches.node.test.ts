/** What a subscription reads, by the real engine: over real passes of the life of postings. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import type { JobEventKind } from "../../shared/contracts/job-life.ts";
import { DAY_MS, HOUR_MS } from "../../shared/time.ts";
import { lifeRig } from "../../tests/support/life/life-rig.ts";
import { type Crawl, jobOf, type LivePosting, seenAt, sightingsOf } from "../../tests/support/life/market.ts";
import { askOf } from "../clickhouse/ask.ts";
import type { EventPosition } from "../db/subscription-schema.ts";
import { createMatchReader, type MatchReader } from "./read-matches.ts";

const START = Date.UTC(2026, 9, 1);
const at = (day: number) => START + day * DAY_MS;
let rig: Awaited<ReturnType<typeof lifeRig>>;
let reader: MatchReader;
/** `through` after each pass. */
const marks: number[] = [];

const posting = (key: string): LivePosting => ({
  ...{ key, born: 0, closed: 99, searches: [], company: key, district: "", chain: key },
  // One is longer than a step may keep.
  title: key === "e" ? `Java e ${"长".repeat(600)}` : `Java ${key}`,
  ...{ place: 1, raised: null },
});
async function day(number: number, keys: string[], isNew = false) {
  const crawl: Crawl = {
    ...{ run: `s@${number}`, search: "s", started: at(number), finished: at(number) + HOUR_MS },
    ...{ complete: true, reported: keys.length, shown: keys.map(posting) },
  };
  const jobs = crawl.shown.map((shown, index) => jobOf(shown, crawl, seenAt(crawl, index), false));
  if (isNew) await rig.insert("jobs", jobs);
  await rig.insert("job_sightings", sightingsOf(crawl));
  await rig.exportCrawls([{ ...crawl, distinct: keys.length }]);
  rig.clock.at = at(number) + 2 * HOUR_MS;
  // The keys and texts of job_facts are there before the pass; states are not asked for.
  await rig.live({ refreshFacts: rig.refreshOnce() });
  marks.push((await rig.services.store.read())?.through ?? 0);
}

beforeAll(async () => {
  rig = await lifeRig();
  reader = createMatchReader(askOf(rig.clickhouse));
  await day(0, ["a", "b", "c", "d", "e"], true);
  await day(1, ["a", "b", "c"]);
});
afterAll(() => rig?.ch.remove());

const ALL: readonly JobEventKind[] = ["seen_first", "reopened", "salary_changed", "text_changed", "closed"];
const range = (over: Partial<Parameters<MatchReader["read"]>[0]> = {}) => ({
  ...{
    filter: {} as JobFilter,
    events: ALL,
    after: 0,
    position: null,
    through: marks.at(-1) ?? 0,
    masked: false,
  },
  ...over,
});
const idsOf = async (over: Parameters<typeof range>[0]) =>
  (await reader.read(range(over), 100)).matches.map(({ job_key, event }) => `${job_key} ${event}`).sort();

test("new and closed postings of the filter are read, each once, page by page", async () => {
  const all = ["a", "b", "c", "d", "e"].map((key) => `${key} seen_first`);
  const closed = ["d closed", "e closed"];
  expect(await idsOf({})).toEqual([...all, ...closed].sort());
  expect(await reader.count(range())).toBe(7);
  const seen: string[] = [];
  let position: EventPosition | null = null;
  do {
    const page: Awaited<ReturnType<MatchReader["read"]>> = await reader.read(range({ position }), 2);
    seen.push(...page.matches.map(({ id }) => id));
    position = page.position;
  } while (position !== null);
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
});

test("a text of a million characters is cut, so that a step with it can be kept", async () => {
  const { matches } = await reader.read(range({ events: ["closed"] }), 10);
  expect(matches.map(({ title }) => title?.length)).toEqual(["Java d".length, 500]);
});

test("only what was recorded after one pass and up to another is read", async () => {
  expect(await idsOf({ through: marks[0] ?? 0 })).toHaveLength(5);
  expect(await idsOf({ after: marks[0] ?? 0 })).toEqual(["d closed", "e closed"]);
  expect(await idsOf({ after: marks.at(-1) ?? 0 })).toEqual([]);
});

test("a search for open postings hears that one was closed", async () => {
  expect(await idsOf({ filter: { state: ["open"] }, events: ["closed"] })).toEqual(["d closed", "e closed"]);
  expect(await idsOf({ filter: { text: '"java d"' } })).toEqual(["d closed", "d seen_first"]);
  expect(await idsOf({ filter: { city: ["nowhere"] } })).toEqual([]);
});

test("a masked reader finds words in what is shown only, and confirms no contact", async () => {
  expect(await idsOf({ filter: { text: '"java d"' }, masked: true })).toEqual(["d closed", "d seen_first"]);
  expect(await idsOf({ filter: { text: "13812345678" }, masked: true })).toEqual([]);
  expect(await reader.count(range({ filter: { text: "13812345678" }, masked: true }))).toBe(0);
  expect(await reader.count(range({ filter: { text: "java" }, masked: true }))).toBeNull();
});
