/** Figures that are computed ahead: equal to those computed at the request, kept current, and checked every night. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Distribution, MAX_COMPARED } from "../../shared/contracts/figures.ts";
import { DAY_MS } from "../../shared/time.ts";
import { FREE_LOCK } from "../../tests/support/clickhouse/make-facts.ts";
import { figureRig } from "../../tests/support/figures/figure-rig.ts";
import { MARKET_END, market } from "../../tests/support/figures/market.ts";
import { askOf } from "../clickhouse/ask.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { checkFigures } from "./check-figures.ts";
import { createFigures } from "./create-figures.ts";
import { MAX_MATRIX_CITIES, STORED, storedName } from "./figure-list.ts";
import { createFigureStore } from "./figure-store.ts";
import { createMarketCoverage } from "./market-coverage.ts";
import { currentVersion } from "./methods.ts";
import { periodOf } from "./scope.ts";

const postings = market().postings.slice(0, 700);
let rig: Awaited<ReturnType<typeof figureRig>>;
let now = MARKET_END;
beforeAll(async () => {
  rig = await figureRig();
  rig.clock.now = () => now;
  await rig.load(postings);
});
afterAll(() => rig?.ch.remove());

const all = async (limit: number) => {
  const made: Record<string, unknown> = {};
  for (const { name, options } of STORED) {
    // The route allows at most this many; comparisons have one number of columns.
    const most = name === "salary_matrix" ? MAX_MATRIX_CITIES : limit;
    const shown = name === "comparison" ? MAX_COMPARED : Math.min(limit, most);
    const body = await rig.compute(name, {}, options as never, { limit: shown });
    made[`${name} ${JSON.stringify(options)}`] = body;
  }
  return made;
};
const unmarked = (body: unknown) =>
  JSON.parse(JSON.stringify(body), (key, value) => (key === "pre_aggregated" ? undefined : value)) as object;
/** Some of them: what follows is about when they are computed, and about rows. */
const FEW = STORED.filter(
  ({ name, options }) =>
    name === "overview" ||
    ("dimension" in options && ["platform", "city"].includes(String(options.dimension))),
);
const over = (changed: Partial<Parameters<typeof createFigures>[0]> = {}) =>
  createFigures({ ...rig, factsLock: FREE_LOCK, refreshFacts: rig.refresh, stored: FEW, ...changed });
const marketCoverage = () => createMarketCoverage(createFigureStore(rig.clickhouse), rig.byCity);
/** Leaves the state of a week later: what was changed is applied. */
const forgetChanges = () => rig.ch.ask("TRUNCATE TABLE job_changes");
/** A change that leaves every row as it is. */
const touch = () =>
  rig.ch.ask(
    "INSERT INTO job_changes (platform, job_key) SELECT platform, job_key FROM jobs WHERE job_key = 'm1'",
  );
const factOf = (key: string, select: string) =>
  rig.ch.ask(`SELECT ${select} FROM job_facts WHERE job_key = '${key}' FORMAT TSV`);

test("equal those computed at the request, with any number of values", async () => {
  const market = await marketCoverage().refresh(periodOf({}, now), now);
  expect(market.cells.length).toBeGreaterThan(3);
  const live = [await all(3), await all(100)];
  expect(JSON.stringify(live)).not.toContain('"pre_aggregated":true');
  expect(await rig.figures.refresh()).toMatchObject({ skipped: null, figures: STORED.length });
  const stored = [await all(3), await all(100)];
  expect(JSON.stringify(stored)).not.toContain('"pre_aggregated":false');
  for (const [at, bodies] of live.entries()) {
    for (const [name, body] of Object.entries(bodies)) {
      expect({ name, ...unmarked(stored[at]?.[name]) }).toEqual({ name, ...unmarked(body) });
    }
  }
});

test("are computed anew only when job_facts has changed, and rest as long as they took nineteen times, at most 15 minutes", async () => {
  expect(await over().refresh()).toEqual({ skipped: "current" });
  now += 60_000;
  await touch();
  await rig.refresh();
  const took = 1000;
  const state = await rig.stores.state.read();
  if (!state) throw new Error("no state");
  await rig.stores.state.save({ ...state, startedAt: now - 1000 - took, finishedAt: now - 1000 });
  expect(await over().refresh()).toEqual({ skipped: "resting" });
  now += 19 * took;
  expect(await over().refresh()).toMatchObject({ skipped: null });
  now += 60_000;
  await touch();
  await rig.refresh();
  const slow = { ...state, startedAt: now - 3_600_000, finishedAt: now };
  await rig.stores.state.save(slow);
  now += 15 * 60_000 - 1;
  expect(await over().refresh()).toEqual({ skipped: "resting" });
  now += 1;
  expect(await over().refresh()).toMatchObject({ skipped: null });
  const broken = over({
    clickhouse: { query: () => Promise.reject(new Error("away")) } as never,
  });
  now += 60_000;
  await touch();
  await rig.refresh();
  await expect(broken.refresh()).rejects.toThrow("away");
  expect((await over().lastCheck()).computed_at).toBe(now);
  // The old ones are still there, and the next computation repairs the state.
  expect(await over().refresh()).toMatchObject({ skipped: null });
});

test("an outdated figure is used only where computing all of them takes long", async () => {
  const first = postings[0];
  if (!first) throw new Error("no postings");
  const before = await rig.compute("overview", {}, {});
  now += 60_000;
  await rig.insert("jobs", [{ ...first.job, job_key: "later", collected_at: MARKET_END }]);
  await rig.refresh();
  const quick = await rig.compute("overview", {}, {});
  expect(quick.card).toMatchObject({ n: before.card.n + 1, pre_aggregated: false, as_of: now });
  const state = await rig.stores.state.read();
  if (!state) throw new Error("no state");
  await rig.stores.state.save({ ...state, startedAt: state.finishedAt - 60_000 });
  const old = await rig.compute("overview", {}, {});
  expect(old.card).toMatchObject({ n: before.card.n, pre_aggregated: true, as_of: before.card.as_of });
  await rig.stores.state.save(state);
});

test("the nightly check finds nothing wrong where all is right", async () => {
  await forgetChanges();
  const report = await over().check("night");
  expect(report.differences).toEqual([]);
  expect(report.checked).toBe(FEW.length + postings.length + 1);
  expect(await over().lastCheck()).toMatchObject({ checked_at: now, differences: [], error: null });
  expect(await rig.ch.ask("SELECT count() FROM system.tables WHERE name LIKE 'job_facts_%'")).toBe("0");
});

test("a row of job_facts that is wrong, missing or double is found and mended", async () => {
  await forgetChanges();
  const right = await factOf("m5", "monthly_min, title");
  await rig.ch.ask("UPDATE job_facts SET monthly_min = 1 WHERE job_key = 'm5'");
  await rig.ch.ask("DELETE FROM job_facts WHERE job_key = 'm6'");
  await rig.ch.ask("INSERT INTO job_facts SELECT * FROM job_facts WHERE job_key = 'm7'");
  await rig.ch.ask(
    "INSERT INTO job_facts SELECT * REPLACE ('stray' AS job_key) FROM (SELECT * FROM job_facts WHERE job_key = 'm8')",
  );
  now += 60_000;
  const { differences } = await over().check("night");
  const named = differences.map(({ figure }) => figure.replace(/^(\S+) \S+ (\S+)$/, "$1 $2"));
  expect(named.filter((figure) => figure.startsWith("job_facts")).toSorted()).toEqual([
    "job_facts m5",
    "job_facts m6",
    "job_facts m7",
    "job_facts stray",
  ]);
  expect((await over().lastCheck()).differences.length).toBe(differences.length);
  expect(await factOf("m5", "monthly_min, title")).toBe(right);
  expect(await factOf("m6", "count()")).toBe("1");
  expect(await factOf("m7", "count()")).toBe("1");
  expect(await factOf("stray", "count()")).toBe("0");
  await forgetChanges();
  expect((await over().check("next night")).differences).toEqual([]);
});

test("a stored figure that is wrong is found and computed anew", async () => {
  await forgetChanges();
  const name = storedName("distribution", currentVersion("distribution"), { dimension: "city" });
  const stored = JSON.parse(
    await rig.ch.ask(`SELECT body FROM figures FINAL WHERE name = '${name}' FORMAT TSVRaw`),
  ) as Distribution;
  const [first] = stored.items;
  if (!first) throw new Error("no items");
  first.n += 1;
  const line = JSON.stringify({ name, made_at: now + 1000, body: JSON.stringify(stored) });
  await insertLines(rig.clickhouse, "figures", [line], "wrong");
  now += 60_000;
  const { differences } = await over().check("night");
  expect(differences.map(({ figure }) => figure)).toEqual([name]);
  const shown = await rig.compute("distribution", {}, { dimension: "city" });
  expect(shown.items[0]?.n).toBe(first.n - 1);
  expect((await over().check("next night")).differences).toEqual([]);
});

test("what changes while the check runs is no difference, what is wrong beside it is", async () => {
  await forgetChanges();
  const tenth = postings[10];
  if (!tenth) throw new Error("no postings");
  let turn = 0;
  const busy = over({
    refreshFacts: async () => {
      const report = await rig.refresh();
      if (turn++ === 0)
        await rig.insert("jobs", [{ ...tenth.job, title: "另一个标题", city: "拉萨", collected_at: now }]);
      return report;
    },
  });
  now += 60_000;
  expect((await busy.check("night")).differences).toEqual([]);
  turn = 0;
  await rig.ch.ask("UPDATE job_facts SET city = '拉萨' WHERE job_key = 'm20'");
  const { differences } = await busy.check("night");
  expect(differences.map(({ figure }) => figure)).toContainEqual(
    expect.stringMatching(/^job_facts \S+ m20$/),
  );
  expect(differences.map(({ figure }) => figure)).not.toContainEqual(expect.stringMatching(/ m10$/));
});

test("of many postings a share is compared each night, another one the next", async () => {
  await forgetChanges();
  await rig.refresh();
  await rig.ch.ask(
    "UPDATE job_facts SET title = '错' WHERE job_key IN ('m30', 'm31', 'm32', 'm33', 'm34', 'm35')",
  );
  const services = {
    ...rig,
    ...rig.stores,
    stored: FEW,
    ask: askOf(rig.clickhouse),
    figures: createFigureStore(rig.clickhouse),
    market: marketCoverage(),
  };
  const found: string[] = [];
  for (let night = 0; night < 3; night++) {
    now += DAY_MS;
    const { differences } = await checkFigures(
      {
        ...services,
        factsLock: FREE_LOCK,
        refreshFacts: rig.refresh,
        maxChecked: Math.ceil(postings.length / 2),
      },
      "night",
    );
    found.push(...differences.flatMap(({ figure }) => /^job_facts \S+ (m3\d)$/.exec(figure)?.[1] ?? []));
    await forgetChanges();
    if (night === 0) expect(found.length).toBeLessThan(6);
  }
  expect(found.toSorted()).toEqual(["m30", "m31", "m32", "m33", "m34", "m35"]);
  expect(await rig.ch.ask("SELECT count() FROM job_facts WHERE title = '错'")).toBe("0");
});

test("a check that could not be made says so", async () => {
  const broken = over({
    refreshFacts: () => Promise.reject(new Error("ClickHouse is away")),
  });
  await expect(broken.check("night")).rejects.toThrow("away");
  expect((await over().lastCheck()).error).toBe("ClickHouse is away");
});
