/** When a posting closes and when not, and that a pass may die anywhere, by the real engine: one search for each case. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import { type ExportedCrawl, lifeRig } from "../../tests/support/life/life-rig.ts";
import { type Crawl, jobOf, type LivePosting, seenAt, sightingsOf } from "../../tests/support/life/market.ts";

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
const pass = async (day: number) => {
  rig.clock.at = at(day);
  await rig.live();
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

beforeAll(async () => {
  rig = await lifeRig();
}, 120_000);
afterAll(() => rig?.ch.remove());

describe("a posting", () => {
  test("closes by the first complete crawl without it, and by no other", async () => {
    await days(
      steady("plain", 0, ["plain-x"]),
      steady("part", 0, ["part-x"]),
      steady("early", 0, ["early-x"]),
    );
    await pass(0.5);
    await days(
      steady("plain", 1),
      { ...steady("part", 1), keys: keysOf("part", 3), complete: false },
      { ...steady("early", 1), complete: false },
    );
    await pass(1.5);
    const lastSeen = seenAt(crawlOf(steady("plain", 0, ["plain-x"])), 9);
    const closed = {
      state: "closed",
      closed_after: lastSeen,
      closed_at: at(1) + HOUR_MS,
      closed_by: "plain@1",
    };
    expect(await stateOf("plain-x")).toEqual(closed);
    expect(await stateOf("part-x")).toEqual(OPEN);
    expect(await stateOf("early-x")).toEqual(OPEN);
    expect(await stateOf("plain-0")).toEqual(OPEN);
    // Later crawls without it change nothing.
    await days(steady("plain", 2), steady("part", 2));
    await pass(2.5);
    expect(await stateOf("plain-x")).toEqual(closed);
    expect(await stateOf("part-x")).toMatchObject({ state: "closed", closed_by: "part@2" });
    expect(await rig.ch.ask("SELECT state, closed_at IS NULL FROM job_facts WHERE job_key = 'plain-x'")).toBe(
      "closed\t0",
    );
  }, 60_000);

  test("stays open while another search, or an upload without a run, still shows it", async () => {
    await days(steady("one", 10, ["both-x", "sent-x"]), steady("two", 10, ["both-x"]));
    await pass(10.5);
    await days(steady("one", 11), steady("two", 11.1, ["both-x"]));
    await rig.insert("job_sightings", [
      { ...sighted(steady("one", 11.2, ["sent-x"]))[9], run_id: null, keyword: null, search_city: null },
    ]);
    await pass(11.5);
    expect(await stateOf("both-x")).toEqual(OPEN);
    expect(await stateOf("sent-x")).toEqual(OPEN);
    // The first search shows it no longer while it is there, so it says nothing of it: only the second does.
    await days(steady("one", 12));
    await pass(12.5);
    expect(await stateOf("both-x")).toEqual(OPEN);
    await days(steady("two", 13));
    await pass(13.5);
    expect(await stateOf("both-x")).toMatchObject({ state: "closed", closed_by: "two@13" });
  }, 60_000);

  test("is not closed by a crawl whose rows have not arrived, nor by the next one before it", async () => {
    await days(steady("late", 20, ["late-x"]));
    await pass(20.2);
    const waiting = { ...steady("late", 20.3, ["late-x"]), isLate: true };
    await days(waiting, steady("late", 20.6));
    await pass(21);
    expect(await verdictOf("late@20.3")).toBe("");
    expect(await stateOf("late-x")).toEqual(OPEN);
    await rig.insert("job_sightings", sighted(waiting));
    await pass(21.2);
    expect(await verdictOf("late@20.3")).toBe("used");
    const lastSeen = seenAt(crawlOf(waiting), 9);
    expect(await stateOf("late-x")).toMatchObject({ closed_after: lastSeen, closed_by: "late@20.6" });
    // Rows that never come hold nothing up for good.
    await days({ ...steady("late", 22, ["late-y"]), isLate: true }, steady("late", 26));
    await pass(26.5);
    expect(await verdictOf("late@22")).toBe("unstored");
    expect(await verdictOf("late@26")).toBe("used");
  }, 60_000);

  test("opens again when it is seen, and a late upload withdraws or narrows a closing", async () => {
    const gone = ["again-x", "moved-x", "back-x"];
    await days(steady("again", 30, gone));
    await pass(30.5);
    await days(steady("again", 32));
    await pass(32.5);
    expect((await stateOf("moved-x"))?.state).toBe("closed");
    // One is there again; of the others it turns out that they were there on the day before, and during the crawl.
    await days(steady("again", 33, ["again-x"]));
    const seenBetween = (key: string, day: number) => ({
      ...sighted({ search: "x", day, keys: [key] })[0],
      ...{ run_id: null, keyword: null, search_city: null, upload_id: `late-${key}` },
    });
    await rig.insert("job_sightings", [seenBetween("moved-x", 31), seenBetween("back-x", 32.01)]);
    await pass(33.5);
    expect(await stateOf("again-x")).toEqual(OPEN);
    expect(await eventsOf("again-x")).toEqual(["seen_first", "closed", "reopened"]);
    expect(await stateOf("moved-x")).toMatchObject({
      state: "closed",
      closed_after: at(31),
      closed_by: "again@32",
    });
    expect(await eventsOf("moved-x")).toEqual(["seen_first", "closed"]);
    expect(await stateOf("back-x")).toEqual(OPEN);
    expect(await eventsOf("back-x")).toEqual(["seen_first", "closed", "closing_withdrawn"]);
    await days(steady("again", 34));
    await pass(34.5);
    expect(await stateOf("again-x")).toMatchObject({ state: "closed", closed_by: "again@34" });
    expect(
      await rig.ch.ask(
        "SELECT reopened, withdrawn FROM job_life FINAL WHERE job_key IN ('again-x', 'back-x') ORDER BY job_key",
      ),
    ).toBe("1\t0\n0\t1");
  }, 60_000);

  test("survives a crawl that reports half as much, unless the next one agrees", async () => {
    const many = keysOf("half", 30);
    const few = many.slice(0, 10);
    await days({ search: "half", day: 40, keys: many });
    await pass(40.5);
    await days({ search: "half", day: 41, keys: few });
    await pass(41.5);
    expect(await verdictOf("half@41")).toBe("doubted");
    expect(await stateOf("half-20")).toEqual(OPEN);
    await days({ search: "half", day: 42, keys: few });
    await pass(42.5);
    expect(await stateOf("half-20")).toMatchObject({ state: "closed", closed_by: "half@42" });
  }, 60_000);

  test("is not closed by the crawl that saw it under a slow clock", async () => {
    await days(steady("slow", 50, ["slow-x"]));
    await pass(50.2);
    await days({
      ...steady("slow", 51, ["slow-x"]),
      keys: ["slow-x", ...keysOf("slow", 9)],
      skewMs: -5 * MINUTE_MS,
    });
    await pass(51.2);
    expect(await stateOf("slow-x")).toEqual(OPEN);
    await days(steady("slow", 52));
    await pass(52.2);
    expect(await stateOf("slow-x")).toMatchObject({ state: "closed", closed_by: "slow@52" });
  }, 60_000);
});

test("a changed salary or text is one event; an empty salary and another parser are none", async () => {
  const crawl = crawlOf(steady("change", 60, ["change-x", "lost-x"]));
  const job = (key: string, hour: number, more: object) => ({
    ...jobOf(posting(key), crawl, at(60) + hour * HOUR_MS, false),
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
  await pass(60.5);
  await pass(60.6);
  const events = await rig.rows<object>(
    "SELECT kind, before, after, content_hash FROM job_events WHERE job_key IN ('change-x', 'lost-x') AND kind != 'seen_first' ORDER BY at, kind",
  );
  expect(events).toEqual([
    { kind: "salary_changed", before: "15千", after: "2万", content_hash: "change-x-1" },
    { kind: "text_changed", before: null, after: null, content_hash: "change-x-1" },
    { kind: "text_changed", before: "change-x", after: "新标题", content_hash: "change-x-2" },
  ]);
}, 60_000);

test("a repost within 60 days continues a chain, a later one and one beside it do not", async () => {
  const same = { company: "c", title: "司机", district: "区" };
  const posted = async (key: string, day: number, more: Partial<LivePosting> = {}) => {
    const one = { ...steady("chain", day, [key]) };
    await rig.insert("jobs", [jobOf(posting(key, { ...same, ...more }), crawlOf(one), at(day), false)]);
    return one;
  };
  await look(await posted("r1", 70));
  await pass(70.5);
  await look(steady("chain", 71));
  await pass(71.5);
  await look(await posted("r2", 100), await posted("other", 100.1, { district: "别区" }));
  await pass(101);
  await look(steady("chain", 102));
  await pass(102.5);
  // Beside one that is open, and more than 60 days after the last was closed.
  await look(await posted("r3", 170));
  await pass(170.5);
  const beside = { ...steady("chain", 171, ["r3", "r4"]) };
  await rig.insert("jobs", [jobOf(posting("r4", same), crawlOf(beside), at(171), false)]);
  await look(beside);
  await pass(171.5);
  const rows = await rig.ch.ask(
    "SELECT job_key, chain_key, chain_place FROM job_facts WHERE job_key IN ('r1', 'r2', 'r3', 'r4', 'other') ORDER BY job_key FORMAT TSV",
  );
  expect(rows.split("\n")).toEqual(["other\t\t0", "r1\tr1\t1", "r2\tr1\t2", "r3\t\t0", "r4\t\t0"]);
}, 90_000);

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
  await days(steady("dies", 180, ["dies-x", "dies-y"]));
  await pass(180.5);
  await days(steady("dies", 181, ["dies-y"]));
  rig.clock.at = at(181.5);
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
  expect(await stateOf("dies-x")).toMatchObject({ state: "closed", closed_by: "dies@181" });
  const once = await everything();
  await rig.exportCrawls([exported(steady("dies", 181, ["dies-y"]))]);
  await pass(181.6);
  expect(await everything()).toBe(once);
}, 120_000);
