/** When a posting closes and when not, and that a pass may die anywhere, by the real engine: one search for each case. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import { FREE_LOCK, memoryStore } from "../../tests/support/clickhouse/make-facts.ts";
import { changedAnswers, everyAnswer } from "../../tests/support/figures/every-answer.ts";
import { type ExportedCrawl, lifeRig } from "../../tests/support/life/life-rig.ts";
import { type Crawl, jobOf, type LivePosting, seenAt, sightingsOf } from "../../tests/support/life/market.ts";
import { createJobQueries } from "../clickhouse/job-queries.ts";
import { createJobMatches } from "../duplicates/create-job-matches.ts";

let rig: Awaited<ReturnType<typeof lifeRig>>;
const START = Date.UTC(2026, 9, 1);
const at = (day: number) => START + day * DAY_MS;
const keysOf = (name: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => `${name}-${from + n}`);
const posting = (key: string, more: Partial<LivePosting> = {}): LivePosting => ({
  ...{ key, born: 0, closed: 99, searches: [], company: key, title: key, district: "", chain: key, place: 1 },
  raised: null,
  ...more,
});

interface Look {
  search: string;
  day: number;
  keys: string[];
  /** Left out: it read the whole list. */
  complete?: boolean;
  reported?: number;
  /** Its rows are told to have arrived, but did not yet. */
  isLate?: boolean;
  skewMs?: number;
  hours?: number;
}
const crawlOf = ({ search, day, keys, complete = true, reported = keys.length, hours = 1 }: Look): Crawl => ({
  ...{ run: `${search}@${day}`, search, started: at(day), finished: at(day) + hours * HOUR_MS },
  ...{ complete, reported, shown: keys.map((key) => posting(key)) },
});
const sighted = (look: Look) =>
  sightingsOf(crawlOf(look)).map((row) => ({ ...row, seen_at: row.seen_at + (look.skewMs ?? 0) }));
const exported = (look: Look): ExportedCrawl => ({ ...crawlOf(look), distinct: look.keys.length });

/** What was crawled in turn, with the passes between. */
async function look(...looks: Look[]) {
  const here = looks.filter(({ isLate }) => !isLate);
  await rig.insert("job_sightings", here.flatMap(sighted));
  await rig.exportCrawls(looks.map(exported));
}
let stored = new Set<string>();
/** Stores each posting once, as its first crawl does. */
async function store(looks: readonly Look[]) {
  const jobs = looks.flatMap((one) => {
    const crawl = crawlOf(one);
    return crawl.shown.flatMap((shown, index) =>
      stored.has(shown.key) ? [] : [jobOf(shown, crawl, seenAt(crawl, index), false)],
    );
  });
  stored = new Set([...stored, ...jobs.map(({ job_key }) => job_key)]);
  await rig.insert("jobs", jobs);
}
async function days(...looks: Look[]) {
  await store(looks);
  await look(...looks);
}
/** @param isWhole job_facts has the new states too, which costs as much again */
const pass = async (day: number, isWhole = false) => {
  rig.clock.at = at(day);
  await rig.live({ refreshFacts: isWhole ? rig.refresh : rig.refreshOnce() });
};

interface State {
  state: string;
  closed_after: number | null;
  closed_at: number | null;
  closed_by: string | null;
}
async function stateOf(key: string): Promise<State | undefined> {
  const [row] = await rig.rows<State>(
    `SELECT state, toUnixTimestamp64Milli(job_life.closed_after) AS closed_after,
       toUnixTimestamp64Milli(job_life.closed_at) AS closed_at, closed_by
     FROM job_life FINAL WHERE job_key = '${key}' SETTINGS output_format_json_quote_64bit_integers = 0`,
  );
  return row;
}
const eventsOf = async (key: string) =>
  (
    await rig.rows<{ kind: string }>(
      `SELECT kind FROM job_events FINAL WHERE job_key = '${key}' ORDER BY at, kind`,
    )
  ).map(({ kind }) => kind);
const verdictOf = (run: string) =>
  rig.ch.ask(`SELECT verdict FROM complete_crawls FINAL WHERE run_id = '${run}'`);
const OPEN = { state: "open", closed_after: null, closed_at: null, closed_by: null };
/** A search that always shows the same, so that nothing else of it matters. */
const steady = (search: string, day: number, gone: readonly string[] = []): Look => ({
  search,
  day,
  keys: [...keysOf(search, 9), ...gone],
});

/** Postings of one job, on the days of their passes. */
const SAME = { company: "c", title: "司机", district: "东城区" };
const posted = (key: string, day: number, more: Partial<LivePosting> = {}) =>
  rig.insert("jobs", [
    jobOf(posting(key, { ...SAME, ...more }), crawlOf(steady("chain", day, [key])), at(day), false),
  ]);
/** A sighting by an upload that names no search. */
const uploaded = (key: string, day: number) => ({
  ...sighted({ search: "x", day, keys: [key] })[0],
  ...{ run_id: null, keyword: null, search_city: null, upload_id: `upload-${key}-${day}` },
});
const lastOf = (one: Look) => seenAt(crawlOf(one), one.keys.length - 1);
const WAITING = { ...steady("late", 1, ["late-x"]), isLate: true };
const MANY = keysOf("half", 30);
const GONE = ["again-x", "moved-x", "back-x"];
/** What was read after each pass. */
const read: Record<string, unknown> = {};
const note = async (name: string, key: string) => {
  read[name] = await stateOf(key);
};

// All cases go through the same six passes.
beforeAll(async () => {
  rig = await lifeRig();
  await days(
    steady("plain", 0, ["plain-x"]),
    steady("part", 0, ["part-x"]),
    steady("early", 0, ["early-x"]),
    steady("one", 0, ["both-x", "sent-x"]),
    steady("two", 0, ["both-x"]),
    steady("late", 0, ["late-x"]),
    steady("again", 0, GONE),
    { search: "half", day: 0, keys: MANY },
    steady("slow", 0, ["slow-x"]),
  );
  const change = crawlOf(steady("change", 0, ["change-x"]));
  const job = (key: string, hour: number, more: object) => ({
    ...jobOf(posting(key), change, at(0) + hour * HOUR_MS, false),
    content_hash: `${key}-${hour}`,
    ...more,
  });
  await rig.insert("jobs", [
    job("change-x", 0, {}),
    job("change-x", 1, { salary_text: "2万", description: "别的内容" }),
    job("change-x", 2, { salary_text: "2万", description: "别的内容", title: "新标题" }),
    job("lost-x", 0, {}),
    job("lost-x", 1, { salary_text: null }),
    job("lost-x", 2, { description: "读法不同", parser_version: 2 }),
  ]);
  await posted("r1", 0);
  await look(steady("chain", 0, ["r1"]));
  await pass(0.5);

  await days(
    steady("plain", 1),
    { ...steady("part", 1), keys: keysOf("part", 3), complete: false },
    { ...steady("early", 1), complete: false },
    steady("one", 1),
    steady("two", 1.1, ["both-x"]),
    WAITING,
    steady("late", 1.3),
    steady("again", 1),
    { search: "half", day: 1, keys: MANY.slice(0, 10) },
    { search: "slow", day: 1, keys: ["slow-x", ...keysOf("slow", 9)], skewMs: -5 * MINUTE_MS },
    steady("chain", 1),
  );
  await rig.insert("job_sightings", [uploaded("sent-x", 1.2)]);
  await pass(1.5);
  for (const key of ["plain-x", "part-x", "both-x", "late-x", "moved-x", "half-20", "slow-x"])
    await note(`1 ${key}`, key);
  read["1 late"] = await verdictOf("late@1");
  read["1 half"] = await verdictOf("half@1");

  await days(
    steady("plain", 2),
    steady("part", 2),
    steady("one", 2),
    steady("again", 2, ["again-x"]),
    { search: "half", day: 2, keys: MANY.slice(0, 10) },
    steady("slow", 2),
  );
  await rig.insert("job_sightings", [
    ...sighted(WAITING),
    // Late uploads show that two of them were there before the crawl, and during it.
    uploaded("moved-x", 0.5),
    uploaded("back-x", 1.01),
  ]);
  await posted("r2", 2);
  await posted("other", 2, { district: "西城区" });
  await look(steady("chain", 2, ["r2", "other"]));
  await pass(2.5);
  for (const key of ["both-x", "again-x"]) await note(`2 ${key}`, key);

  await days(steady("two", 3), { ...steady("late", 3, ["late-y"]), isLate: true }, steady("again", 3));
  await look(steady("chain", 3));
  await pass(3.5);

  await days(steady("late", 7));
  await pass(7.5);

  // More than 60 days after the last was closed, and one beside it.
  await posted("r3", 70);
  await posted("r4", 70);
  await look(steady("chain", 70, ["r3", "r4"]));
  await rig.match();
  await pass(70.5, true);
});
afterAll(() => rig?.ch.remove());

describe("a posting", () => {
  test("closes by the first complete crawl without it, and by no other", async () => {
    const closed = {
      ...{ state: "closed", closed_after: lastOf(steady("plain", 0, ["plain-x"])) },
      ...{ closed_at: at(1) + HOUR_MS, closed_by: "plain@1" },
    };
    expect(read["1 plain-x"]).toEqual(closed);
    expect(await stateOf("plain-x"), "later crawls without it change nothing").toEqual(closed);
    expect(read["1 part-x"]).toEqual(OPEN);
    expect(await stateOf("part-x")).toMatchObject({ state: "closed", closed_by: "part@2" });
    expect(await stateOf("early-x")).toEqual(OPEN);
    expect(await stateOf("plain-0")).toEqual(OPEN);
    expect(await rig.ch.ask("SELECT state, closed_at IS NULL FROM job_facts WHERE job_key = 'plain-x'")).toBe(
      "closed\t0",
    );
  });

  test("stays open while another search, or an upload without a run, still shows it", async () => {
    expect(read["1 both-x"]).toEqual(OPEN);
    // The first search shows it no longer while it is there, so it says nothing of it: only the second does.
    expect(read["2 both-x"]).toEqual(OPEN);
    expect(await stateOf("both-x")).toMatchObject({ state: "closed", closed_by: "two@3" });
    expect(await stateOf("sent-x")).toEqual(OPEN);
  });

  test("is not closed by a crawl whose rows have not arrived, nor by the next one before it", async () => {
    expect(read["1 late"]).toBe("");
    expect(read["1 late-x"]).toEqual(OPEN);
    expect(await verdictOf("late@1")).toBe("used");
    expect(await stateOf("late-x")).toMatchObject({ closed_after: lastOf(WAITING), closed_by: "late@1.3" });
    // Rows that never come hold nothing up for good.
    expect(await verdictOf("late@3")).toBe("unstored");
    expect(await verdictOf("late@7")).toBe("used");
  });

  test("opens again when it is seen, and a late upload withdraws or narrows a closing", async () => {
    expect(read["1 moved-x"]).toMatchObject({ state: "closed", closed_by: "again@1" });
    expect(read["2 again-x"]).toEqual(OPEN);
    expect(await stateOf("again-x")).toMatchObject({ state: "closed", closed_by: "again@3" });
    expect(await eventsOf("again-x")).toEqual(["seen_first", "closed", "reopened", "closed"]);
    expect(await stateOf("moved-x")).toMatchObject({
      state: "closed",
      closed_after: at(0.5),
      closed_by: "again@1",
    });
    expect(await eventsOf("moved-x")).toEqual(["seen_first", "closed"]);
    expect(await stateOf("back-x")).toEqual(OPEN);
    expect(await eventsOf("back-x")).toEqual(["seen_first", "closed", "closing_withdrawn"]);
    const counts =
      "SELECT reopened, withdrawn FROM job_life FINAL WHERE job_key IN ('again-x', 'back-x') ORDER BY job_key";
    expect(await rig.ch.ask(counts)).toBe("1\t0\n0\t1");
  });

  test("survives a crawl that reports half as much, unless the next one agrees", async () => {
    expect(read["1 half"]).toBe("doubted");
    expect(read["1 half-20"]).toEqual(OPEN);
    expect(await stateOf("half-20")).toMatchObject({ state: "closed", closed_by: "half@2" });
  });

  test("is not closed by the crawl that saw it under a slow clock", async () => {
    expect(read["1 slow-x"]).toEqual(OPEN);
    expect(await stateOf("slow-x")).toMatchObject({ state: "closed", closed_by: "slow@2" });
  });
});

test("a changed salary or text is one event; an empty salary and another parser are none", async () => {
  const events = await rig.rows<object>(
    "SELECT kind, before, after, content_hash FROM job_events WHERE job_key IN ('change-x', 'lost-x') AND kind != 'seen_first' ORDER BY at, kind",
  );
  expect(events).toEqual([
    { kind: "salary_changed", before: "15千", after: "2万", content_hash: "change-x-1" },
    { kind: "text_changed", before: null, after: null, content_hash: "change-x-1" },
    { kind: "text_changed", before: "change-x", after: "新标题", content_hash: "change-x-2" },
  ]);
});

test("a repost within 60 days continues a chain, a later one and one beside it do not", async () => {
  const rows = await rig.ch.ask(
    "SELECT job_key, chain_key, chain_place FROM job_facts WHERE job_key IN ('r1', 'r2', 'r3', 'r4', 'other') ORDER BY job_key FORMAT TSV",
  );
  expect(rows.split("\n")).toEqual(["other\t\t0", "r1\tr1\t1", "r2\tr1\t2", "r3\t\t0", "r4\t\t0"]);
  // The drawer shows the same.
  const life = await createJobQueries(rig.clickhouse).life("qcwy", "r2");
  expect(life?.chain).toMatchObject([
    {
      job_key: "r1",
      title: "司机",
      chain_place: 1,
      state: "closed",
      closed_at: at(1) + HOUR_MS,
      last_seen_day: "2026-10-01",
    },
    { job_key: "r2", chain_place: 2, first_seen: seenAt(crawlOf(steady("chain", 2, ["r2", "other"])), 9) },
  ]);
  expect(life?.state).toMatchObject({ state: "closed", born_after: at(1) + HOUR_MS, closed_by: "chain@3" });
  expect(life?.events.map(({ kind }) => kind)).toEqual(["seen_first", "closed"]);
});

test("chains follow what people decide, and the undo restores them and every figure", async () => {
  const matches = createJobMatches({
    clickhouse: rig.clickhouse,
    stores: { facts: rig.stores.facts, store: memoryStore(), whole: memoryStore() },
    lock: FREE_LOCK,
    corrected: async () => {},
    clock: { now: Date.now },
    logger: rig.logger,
  });
  const PERIOD = { from: "2026-10-01", to: "2026-12-10" };
  const chains = () =>
    rig.ch.ask(
      "SELECT job_key, chain_key, chain_place FROM job_facts WHERE chain_place > 0 ORDER BY ALL FORMAT TSV",
    );
  const [before, chained] = [await everyAnswer(rig, PERIOD), await chains()];
  expect(chained).toBe("r1\tr1\t1\nr2\tr1\t2");
  const ref = (job_key: string) => ({ platform: "qcwy" as const, job_key });
  const decision = await matches.decide(
    {
      verdict: "different",
      one: ref("r2"),
      others: [ref("r1"), ref("r3"), ref("r4")],
      reason: null,
      by: "lin",
    },
    "test",
  );
  await pass(70.6, true);
  expect(await chains()).toBe("");
  expect(changedAnswers(before, await everyAnswer(rig, PERIOD))).toEqual(
    expect.arrayContaining(["reposts", "overview", "count, exclude"]),
  );
  await matches.undo(decision.id, "lin", "test");
  await pass(70.5, true);
  expect(await chains()).toBe(chained);
  expect(changedAnswers(before, await everyAnswer(rig, PERIOD))).toEqual([]);
});

const TABLES = ["complete_crawls", "job_events", "job_life", "job_chains"];
/** All rows without the times at which they were made. */
const everything = async () => {
  const parts: string[] = [];
  for (const table of TABLES) {
    const times = { complete_crawls: "decided_at", job_events: "recorded_at" }[table] ?? "version";
    parts.push(await rig.ch.ask(`SELECT * EXCEPT ${times} FROM ${table} FINAL ORDER BY ALL FORMAT TSV`));
  }
  parts.push(
    await rig.ch.ask("SELECT job_key, state, closed_at, chain_key FROM job_facts ORDER BY ALL FORMAT TSV"),
  );
  return parts.join("\n--\n");
};

test("a pass that dies after any of its statements goes on with the same rows; a repeated one changes nothing", async () => {
  await days(steady("dies", 80, ["dies-x", "dies-y"]));
  await pass(80.5);
  await days(steady("dies", 81, ["dies-y"]));
  rig.clock.at = at(81.5);
  const { command, query } = rig.clickhouse;
  let left = 0;
  const dying = Object.create(rig.clickhouse, {
    command: {
      value: (request: Parameters<typeof command>[0]) =>
        left-- > 0 ? command.call(rig.clickhouse, request) : Promise.reject(new Error("killed")),
    },
    query: { value: query.bind(rig.clickhouse) },
  }) as typeof rig.clickhouse;
  let deaths = 0;
  for (let statements = 0; statements < 20; statements++) {
    left = statements;
    try {
      await rig.live({ clickhouse: dying, refreshFacts: async () => {} });
      break;
    } catch (error) {
      expect(String(error)).toContain("killed");
      deaths++;
    }
  }
  expect(deaths).toBe(7);
  await rig.refresh();
  expect(await stateOf("dies-x")).toMatchObject({ state: "closed", closed_by: "dies@81" });
  const once = await everything();
  await rig.exportCrawls([exported(steady("dies", 81, ["dies-y"]))]);
  await pass(81.6, true);
  expect(await everything()).toBe(once);
});

test("a job posted four times is one chain: online 143 days in 4 postings", async () => {
  // First and last day of each; the last one is still open.
  const periods = [
    [100, 139],
    [145, 179],
    [185, 219],
    [225, 257],
  ] as const;
  for (const [n, [first, last]] of periods.entries()) {
    const key = `long-x${n}`;
    await posted(key, first, { title: "仓库管理员", company: "long" });
    await look(steady("long", first, [key]), steady("long", last, [key]));
    if (n < periods.length - 1) await look(steady("long", last + 1));
  }
  await rig.match();
  await pass(258, true);
  const dayOf = (day: number) => new Date(at(day)).toISOString().slice(0, 10);
  const { items } = await rig.compute("reposts", { from: dayOf(225), to: dayOf(258) }, {}, { limit: 1 });
  expect(items?.[0]?.longest).toMatchObject({
    postings: 4,
    days: 143,
    first_key: "long-x0",
    last_key: "long-x3",
  });
});
