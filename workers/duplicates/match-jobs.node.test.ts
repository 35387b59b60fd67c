/** The same job on the real engine: found, counted once, taken apart again, and every figure as it was. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JobRef } from "../../shared/contracts/job-match.ts";
import { DAY_MS } from "../../shared/time.ts";
import { FREE_LOCK, memoryStore, SILENT } from "../../tests/support/clickhouse/make-facts.ts";
import { sampleJob } from "../../tests/support/clickhouse/sample-rows.ts";
import { changedAnswers, everyAnswer } from "../../tests/support/figures/every-answer.ts";
import { figureRig } from "../../tests/support/figures/figure-rig.ts";
import { MARKET_END } from "../../tests/support/figures/market.ts";
import { createFigures, type FigureService } from "../figures/create-figures.ts";
import { createJobMatches, type JobMatches } from "./create-job-matches.ts";
import { type MatchServices, matchJobs, WHOLE } from "./match-jobs.ts";

type Row = ReturnType<typeof sampleJob>;
type Platform = Row["platform"];

let rig: Awaited<ReturnType<typeof figureRig>>;
let matches: JobMatches;
let services: MatchServices;
/** The nightly check, of few figures. */
let check: FigureService["check"];
beforeAll(async () => {
  rig = await figureRig();
  const stores = { facts: rig.stores.facts, store: memoryStore(), whole: memoryStore() };
  const shared = {
    clickhouse: rig.clickhouse,
    lock: FREE_LOCK,
    corrected: async () => {},
    // ClickHouse's own clock writes the changes.
    clock: { now: Date.now },
    logger: SILENT,
  };
  services = { ...shared, ...stores };
  matches = createJobMatches({ ...shared, stores });
  check = createFigures({
    ...{ clickhouse: rig.clickhouse, byCity: rig.byCity, stores: rig.stores, factsLock: FREE_LOCK },
    ...{ refreshFacts: rig.refresh, clock: rig.clock, logger: SILENT },
    stored: [
      { name: "overview", options: {}, limit: 100 },
      { name: "distribution", options: { dimension: "platform" }, limit: 100 },
    ],
  }).check;
});
afterAll(() => rig?.ch.remove());

const TEXT =
  "负责公司核心交易系统的设计与开发，参与需求评审与技术选型，保障系统的稳定与高可用，与产品和测试一起推进项目按时上线，持续优化性能。";
let number = 0;
/** A posting that was seen some days before the end of the market. */
function posting(platform: Platform, key: string, days: number, over: Partial<Row> = {}): Row {
  number += 1;
  return {
    ...sampleJob(number),
    ...{ platform, job_key: key, company_key: `${platform}-company`, title: "Java开发工程师" },
    ...{ company_name: "深圳市悠享网络科技有限公司", city: "深圳", district: "宝安区" },
    ...{ description: TEXT, skills: ["Java", "Spring", "MySQL"], collected_at: MARKET_END - days * DAY_MS },
    ...over,
  };
}
const store = async (...rows: Row[]) => {
  await rig.insert("jobs", rows);
  await rig.refresh();
};
/** Finds the same job, and lets the rows of job_facts follow. */
async function match() {
  const report = await matches.run("test");
  await rig.refresh();
  return report;
}
const groups = async () =>
  (
    await rig.ch.ask(`SELECT arrayStringConcat(groupArray(k), ' ') FROM (
      SELECT group_id, job_key AS k FROM job_facts WHERE group_id != 0 ORDER BY group_id, is_duplicate, job_key)
      GROUP BY group_id ORDER BY 1 FORMAT TSV`)
  )
    .split("\n")
    .filter(Boolean);
const ref = (platform: Platform, job_key: string): JobRef => ({ platform, job_key });
const overview = async (version?: number) =>
  (await rig.compute("overview", {}, {}, version ? { version } : {})) as {
    card: { n: number; duplicates_removed: { value: number | null } };
    totals: { postings: number };
  };
test("a job on three platforms counts once, and as often as before in the older version", async () => {
  await store(
    posting("qcwy", "a1", 9, { title: "【急聘】ＪＡＶＡ研发工程师（双休）" }),
    posting("boss", "a2", 10, { company_name: "悠享网络科技（深圳）有限公司" }),
    posting("zhilian", "a3", 3, { salary_min: 15_100, monthly_min: 15_100 }),
    posting("boss", "elsewhere", 9, { district: "南山区" }),
    posting("boss", "paid-more", 9, { monthly_min: 30_000, monthly_max: 50_000 }),
    posting("boss", "other-firm", 9, { company_name: "深圳市悠乐网络科技有限公司" }),
    posting("boss", "other-job", 9, { title: "产品经理" }),
  );
  expect(await overview()).toMatchObject({ card: { n: 7, duplicates_removed: { value: 0 } } });
  expect(await match()).toMatchObject({ skipped: null, changed: 3, isDone: true });
  expect(await groups()).toEqual(["a2 a1 a3"]);
  expect(await overview()).toMatchObject({
    card: { n: 5, duplicates_removed: { value: 2 } },
    totals: { postings: 5 },
  });
  expect(await overview(1)).toMatchObject({ card: { n: 7, duplicates_removed: { value: 0 } } });
  expect(await matches.run("test")).toMatchObject({ changed: 0 });
  expect((await check("test")).differences).toEqual([]);
});

test("counts once where the first posting is not in the period", async () => {
  await rig.ch.ask("INSERT INTO job_changes (platform, job_key) VALUES ('boss', 'a2')");
  const day = (days: number) => new Date(MARKET_END - days * DAY_MS).toISOString().slice(0, 10);
  const count = async (from: string) =>
    Number(
      await rig.ch.ask(
        `SELECT count() FROM job_facts WHERE group_id != 0 AND last_seen_day >= '${from}' FORMAT TSV`,
      ),
    );
  expect(await count(day(5))).toBe(1);
  const recent = await rig.compute("overview", { from: day(5) }, {});
  expect(recent.card).toMatchObject({ n: 1, duplicates_removed: { value: 0 } });
  const week = await rig.compute("overview", { from: day(9), platform: ["qcwy", "zhilian"] }, {});
  expect(week.card).toMatchObject({ n: 1, duplicates_removed: { value: 1 } });
});

/** Answers that leave duplicates out, or say which postings are some. */
const COUNTED_ONCE = [
  ...["overview", "trend", "distribution city", "salary city median", "companies"],
  ...["coverage by city, exclude", "facets, exclude", "count, exclude", "export of jobs, exclude"],
  ...["search, exclude", "search, include"],
];

test("a posting that is taken out of its group stays out, and the undo restores every figure", async () => {
  const merged = await everyAnswer(rig);
  const others = [ref("boss", "a2"), ref("zhilian", "a3")];
  const decision = await matches.decide(
    { verdict: "different", one: ref("qcwy", "a1"), others, reason: "另一个团队", by: "lin" },
    "test",
  );
  expect(decision).toMatchObject({ verdict: "different", decided_by: "lin", reason: "另一个团队" });
  expect(JSON.parse(decision.evidence)).toMatchObject({ parts: { title: 1 } });
  await rig.refresh();
  expect(await groups()).toEqual(["a2 a3"]);
  const apart = await everyAnswer(rig);
  expect(changedAnswers(merged, apart)).toEqual(expect.arrayContaining(COUNTED_ONCE));
  // Neither a change of the posting nor a run over all joins it again.
  await store(posting("qcwy", "a1", 9, { title: "Java开发工程师" }));
  await match();
  expect(await groups()).toEqual(["a2 a3"]);
  await matchJobs({ ...services, store: memoryStore(), whole: memoryStore() }, "test");
  await rig.refresh();
  expect(await groups()).toEqual(["a2 a3"]);

  const undone = await matches.undo(decision.id, "wang", "test");
  expect(undone).toMatchObject({ undone_by: "wang" });
  await rig.refresh();
  expect(await groups()).toEqual(["a2 a1 a3"]);
  // The posting was seen again meanwhile, which the list of all postings says.
  expect(changedAnswers(merged, await everyAnswer(rig))).toEqual(["search, include"]);
  expect((await check("test")).differences).toEqual([]);
  await expect(matches.undo(decision.id, "wang", "test")).rejects.toMatchObject({ code: "conflict" });
  expect(await matches.decisions(10)).toMatchObject([
    { id: decision.id, undone_by: "wang", decided_by: "lin" },
  ]);
});

test("a doubtful pair waits, is joined by a person, and comes back with the undo", async () => {
  const before = await everyAnswer(rig);
  await store(
    posting("qcwy", "b1", 8, { title: "会计", city: "上海", district: "徐汇区" }),
    posting("boss", "b2", 8, { title: "成本会计", city: "上海", district: "徐汇区" }),
  );
  await match();
  const [pair] = await matches.pairs({ kind: "doubtful", platform: "boss" }, 10);
  expect([pair?.a_key, pair?.b_key].sort()).toEqual(["b1", "b2"]);
  expect(pair).toMatchObject({ company: 1, place: 1, salary: 1 });
  const apart = await everyAnswer(rig);
  expect(changedAnswers(before, apart)).not.toEqual([]);
  const decision = await matches.decide(
    { verdict: "same", one: ref("qcwy", "b1"), others: [ref("boss", "b2")], reason: null, by: "lin" },
    "test",
  );
  await rig.refresh();
  expect(await groups()).toContain("b2 b1");
  expect(await matches.pairs({ kind: undefined, platform: undefined }, 10)).toEqual([]);
  await matches.undo(decision.id, "lin", "test");
  await rig.refresh();
  expect(changedAnswers(apart, await everyAnswer(rig))).toEqual([]);
  expect(await matches.pairs({ kind: undefined, platform: undefined }, 10)).toHaveLength(1);
  await expect(
    matches.decide(
      { verdict: "same", one: ref("qcwy", "b1"), others: [ref("boss", "a2")], reason: null, by: "lin" },
      "test",
    ),
  ).rejects.toMatchObject({ code: "validation_failed" });
  await expect(
    matches.decide(
      { verdict: "same", one: ref("qcwy", "b1"), others: [ref("boss", "gone")], reason: null, by: "lin" },
      "test",
    ),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("a chain does not join jobs that differ: the pair waits", async () => {
  const at = { city: "杭州", title: "前端开发工程师" };
  await store(
    posting("qcwy", "c1", 8, { ...at, district: "余杭区" }),
    posting("boss", "c2", 7, { ...at, district: null }),
    posting("zhilian", "c3", 6, { ...at, district: "西湖区" }),
  );
  await match();
  const chained = (await groups()).find((group) => group.includes("c2"));
  expect(chained?.split(" ")).toHaveLength(2);
  const held = await matches.pairs({ kind: "chain", platform: undefined }, 10);
  expect(held).toHaveLength(1);
  expect([held[0]?.a_key, held[0]?.b_key]).toContain("c2");
});

test("a posting that changes or is gone leaves its group", async () => {
  await store(posting("zhilian", "a3", 3, { city: "北京", district: "海淀区" }));
  await match();
  expect(await groups()).toContain("a2 a1");
  await rig.ch.ask("DELETE FROM jobs WHERE job_key = 'a1'");
  await rig.ch.ask("INSERT INTO job_changes (platform, job_key) VALUES ('qcwy', 'a1')");
  await rig.refresh();
  await match();
  expect((await groups()).filter((group) => group.includes("a"))).toEqual([]);
});

test("a posting leaves its group also where a pass was killed after it deleted the pair", async () => {
  const at = { city: "武汉", title: "测试工程师" };
  await store(
    posting("qcwy", "e1", 8, { ...at, district: "洪山区" }),
    posting("boss", "e2", 7, { ...at, district: "洪山区" }),
  );
  await match();
  expect(await groups()).toContain("e1 e2");
  await rig.ch.ask("DELETE FROM job_pairs WHERE a_key IN ('e1', 'e2')");
  await store(posting("boss", "e2", 3, { ...at, district: "江夏区" }));
  await match();
  expect((await groups()).filter((group) => group.includes("e"))).toEqual([]);
});

test("a posting that was away and comes back is with the one that a person joined it with", async () => {
  const rows = [
    posting("qcwy", "f1", 8, { title: "会计", city: "苏州", district: "姑苏区" }),
    posting("boss", "f2", 8, { title: "成本会计", city: "苏州", district: "姑苏区" }),
  ];
  await store(...rows);
  await match();
  await matches.decide(
    { verdict: "same", one: ref("qcwy", "f1"), others: [ref("boss", "f2")], reason: null, by: "lin" },
    "test",
  );
  await rig.refresh();
  expect(await groups()).toContain("f2 f1");
  const turn = async () => {
    await rig.ch.ask("INSERT INTO job_changes (platform, job_key) VALUES ('boss', 'f2')");
    await rig.refresh();
    await match();
  };
  await rig.ch.ask("DELETE FROM jobs WHERE job_key = 'f2'");
  await turn();
  expect((await groups()).filter((group) => group.includes("f"))).toEqual([]);
  await store(...rows);
  await turn();
  expect(await groups()).toContain("f2 f1");
});

test("all postings are compared again when a migration emptied what is compared", async () => {
  const wanted = await groups();
  const { count, prints } = {
    count: "SELECT count() FROM job_prints FORMAT TSV",
    prints: "TRUNCATE TABLE job_prints",
  };
  const before = await rig.ch.ask(count);
  await rig.ch.ask(prints);
  await rig.ch.ask("INSERT INTO job_changes (platform, job_key) VALUES ('boss', 'c2')");
  await rig.refresh();
  expect(await match()).toMatchObject({ isDone: true });
  expect(await rig.ch.ask(count)).toBe(before);
  expect(await groups()).toEqual(wanted);
});

test("a run over all goes on where it was killed, and ends with the same groups", async () => {
  const wanted = await groups();
  expect(wanted.length).toBeGreaterThan(0);
  await rig.ch.ask("TRUNCATE TABLE job_prints");
  await rig.ch.ask("TRUNCATE TABLE job_pairs");
  await rig.ch.ask("TRUNCATE TABLE job_groups");
  const whole = memoryStore();
  const fresh = { ...services, store: memoryStore(), whole };
  // The turn is over after each step.
  const first = await matchJobs(fresh, "test", { turnMs: -1 });
  expect(first).toMatchObject({ isDone: false });
  const at = (await whole.read())?.rows ?? 0;
  expect(at).toBeGreaterThan(0);
  expect(at).toBeLessThan(WHOLE);
  const broken = { ...fresh, corrected: () => Promise.reject(new Error("killed")) };
  await expect(matchJobs(broken, "test")).rejects.toThrow("killed");
  expect((await whole.read())?.rows).toBe(at);
  expect(await matchJobs(fresh, "test")).toMatchObject({ isDone: true });
  expect(await matchJobs(fresh, "test")).toMatchObject({ skipped: "current" });
  const pairs = await rig.ch.ask(
    "SELECT a_key, b_key, verdict, is_held FROM job_pairs ORDER BY ALL FORMAT TSV",
  );
  expect(pairs).not.toBe("");
  // More postings of one second than a step takes, and steps that each take a few.
  await rig.ch.ask("TRUNCATE TABLE job_pairs");
  const small = { ...services, store: memoryStore(), whole: memoryStore() };
  expect(await matchJobs(small, "test", { postingsPerStep: 1 })).toMatchObject({ isDone: true, changed: 0 });
  expect(
    await rig.ch.ask("SELECT a_key, b_key, verdict, is_held FROM job_pairs ORDER BY ALL FORMAT TSV"),
  ).toBe(pairs);
  expect(await rig.ch.ask("SELECT count() = uniqExact(id) FROM job_prints FORMAT TSV")).toBe("1");
  await rig.ch.ask("INSERT INTO job_changes (platform, job_key) SELECT platform, job_key FROM jobs");
  await rig.refresh();
  expect(await groups()).toEqual(wanted);
});

test("a firm is the same by its brand alone and in another order, and no other firm is", async () => {
  const at = (company_name: string, company_key: string): Partial<Row> => ({
    ...{ company_name, company_key, district: "龙岗区" },
  });
  await store(
    posting("qcwy", "g1", 9, at("深圳市启明星辰信息技术有限公司", "g1")),
    posting("boss", "g2", 8, at("启明星辰", "g2")),
    posting("zhilian", "g3", 7, at("启明星辰（深圳）信息技术有限公司", "g3")),
    posting("boss", "g4", 6, at("深圳市启明光电科技有限公司", "g4")),
  );
  expect(await match()).toMatchObject({ skipped: null, isDone: true });
  expect((await groups()).filter((group) => group.includes("g"))).toEqual(["g1 g2 g3"]);
});

test("a posting that moved to another firm stays in its group there when its old firm is grouped anew", async () => {
  const at = (company_name: string): Partial<Row> => ({
    company_name,
    company_key: null,
    district: "光明区",
  });
  const old = at("深圳市蓝海信息技术有限公司");
  const next = at("深圳市金桥信息技术有限公司");
  const ours = async () => (await groups()).filter((group) => group.includes("h")).sort();
  await store(
    posting("qcwy", "h1", 9, old),
    posting("boss", "h2", 8, old),
    posting("zhilian", "h3", 7, next),
  );
  await match();
  expect(await ours()).toEqual(["h1 h2"]);
  await store(posting("boss", "h2", 5, next));
  await match();
  expect(await ours()).toEqual(["h3 h2"]);
  await store(posting("zhilian", "h4", 4, old));
  await match();
  expect(await ours()).toEqual(["h1 h4", "h3 h2"]);
});
