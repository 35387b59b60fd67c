/** Postings are corrected, removed and restored by tasks, over the real engine, with kills at every checkpoint. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adapters } from "../../../shared/platforms/registry.ts";
import { FREE_LOCK, memoryStore, SILENT } from "../../../tests/support/clickhouse/make-facts.ts";
import { sampleJob, sampleSighting } from "../../../tests/support/clickhouse/sample-rows.ts";
import { DAY_START_MS, recleanRig } from "../../../tests/support/recleans/reclean-rig.ts";
import { Killed, type KindRun, kindRun } from "../../../tests/support/tasks/run-kind.ts";
import { askOf } from "../../clickhouse/ask.ts";
import { createJobQueries } from "../../clickhouse/job-queries.ts";
import { createJobMatches } from "../../duplicates/create-job-matches.ts";
import { createRowEdits } from "../../row-edits/row-edits.ts";
import type { TaskKind } from "../kind.ts";
import type { TaskServices } from "../task-services.ts";
import { removeDuplicates } from "./data.remove-duplicates.ts";
import { syncData } from "./data.sync.ts";
import { deleteRows } from "./rows.delete.ts";
import { restoreRows } from "./rows.restore.ts";
import { updateRows } from "./rows.update.ts";

const ROWS = 60;
const raw = (n: number, over: object = {}) => ({
  jobId: `${150_000_000 + n}`,
  jobName: `Python开发工程师${n % 7}`,
  jobDescribe: `负责业务系统开发 ${n}。`,
  provideSalaryString: `${1 + (n % 5)}-${2 + (n % 5)}万·13薪`,
  degreeString: n % 2 ? "本科" : "大专",
  jobAreaString: n % 2 ? "深圳·宝安区" : "上海·浦东新区",
  fullCompanyName: `示例软件${n % 9}有限公司`,
  jobHref: `https://jobs.51job.com/x/${150_000_000 + n}.html`,
  ...over,
});
const key = (n: number) => `${150_000_000 + n}`;

let rig: Awaited<ReturnType<typeof recleanRig>>;
let rows: ReturnType<typeof createRowEdits>;
let first: string;
let ids = 0;
const facts = async () => {
  await rig.refresh();
  return rig.ch.ask("SELECT * EXCEPT (version) FROM job_facts ORDER BY platform, job_key FORMAT JSONEachRow");
};
const count = async (from: string) => Number(await rig.ch.ask(`SELECT count() FROM ${from}`));
const task = (kind: TaskKind, input: unknown, over: Partial<KindRun> = {}) => {
  const id = `019a0000-0000-8f04-8000-${String(++ids).padStart(12, "0")}`;
  return { id, ...kindRun(kind, { id, input, services: { rows }, ...over }) };
};
/** Dies before and after every checkpoint, and at every eleventh statement. */
function dying() {
  const died = new Set<string>();
  const start = rig.statements.count;
  rig.statements.fails = (at) => {
    const n = at - start;
    if (n % 11 !== 3 || died.has(`${n}`)) return null;
    died.add(`${n}`);
    return n % 2 ? "before" : "after";
  };
  return {
    at(place: "before" | "after", checkpoint: number) {
      const name = `${place} ${checkpoint}`;
      if (died.has(name)) return;
      died.add(name);
      throw new Killed();
    },
    died,
  };
}
const untilEnd = async (run: { toEnd(): Promise<unknown> }) => {
  for (let tries = 0; tries < 200; tries++) {
    try {
      return await run.toEnd();
    } catch (error) {
      if (!/killed/.test(String(error))) throw error;
    }
  }
  throw new Error("no end");
};

beforeAll(async () => {
  rig = await recleanRig();
  rows = createRowEdits({ clickhouse: rig.failing, corrected: async () => {}, pageKeys: 11 });
  await rig.ingest(
    Array.from({ length: ROWS }, (_, n) => raw(n)),
    DAY_START_MS,
  );
  first = await facts();
});
afterAll(() => rig.ch.remove());

describe("a correction", () => {
  const input = {
    filter: { city: ["深圳"] },
    set: { city: "东莞", monthly_min: 12_345.5, degree: null },
    reason: "the area code moved",
  };

  test("counts first, is kept with who and why, holds, and is undone to the byte", async () => {
    expect(await task(updateRows, input).once()).toEqual({ dry_run: true, matching: ROWS / 2 });
    const wrong = task(updateRows, { ...input, confirm: 7 });
    await expect(wrong.once()).rejects.toThrow("30 postings match and 7 were confirmed: nothing was changed");
    expect(await facts()).toBe(first);

    const whole = task(updateRows, { ...input, confirm: ROWS / 2 });
    expect(await whole.once()).toEqual({ dry_run: false, matching: 30, corrected: 30, unchanged: 0 });
    const corrected = await facts();
    expect(await count("job_facts WHERE city = '东莞' AND monthly_min = 12345.5 AND degree IS NULL")).toBe(
      30,
    );
    expect(
      await rig.ch.ask(
        `SELECT corrected_by, why, fields, parser_before = parser_after FROM row_corrections FINAL WHERE row_key = '${key(1)}'`,
      ),
    ).toBe("lin\tthe area code moved\t['city','degree','monthly_min']\t1");
    const undo = task(restoreRows, { task: whole.id });
    expect(await undo.once()).toEqual({ postings: 30, removals: 0, corrections: 30 });
    expect(await facts()).toBe(first);

    const kills = dying();
    const killed = task(updateRows, { ...input, confirm: ROWS / 2 }, { at: kills.at });
    expect(await untilEnd(killed)).toEqual({ dry_run: false, matching: 30, corrected: 30, unchanged: 0 });
    expect(kills.died.size).toBeGreaterThan(10);
    expect(await facts()).toBe(corrected);
    await untilEnd(task(restoreRows, { task: killed.id }, { at: dying().at }));
    rig.statements.fails = () => null;
    expect(await facts()).toBe(first);
  });

  test("is left alone by a re-clean, and gives way to what the site sends later", async () => {
    const one = { ids: [{ platform: "qcwy", job_key: key(4) }], reason: "asked by the company" };
    await task(updateRows, { ...one, set: { title: "Go工程师" }, confirm: 1 }).once();
    rig.useParser({ ...adapters.qcwy, parserVersion: 99 });
    const run = await rig.dryRun();
    expect(run.counts.changed).toBe(0);
    await rig.recleans.cancel(run);
    rig.useParser(adapters.qcwy);
    await rig.ingest([raw(4, { jobName: "Rust工程师" })], DAY_START_MS + 60_000);
    await rig.refresh();
    expect(await rig.ch.ask(`SELECT title FROM job_facts WHERE job_key = '${key(4)}'`)).toBe("Rust工程师");
    first = await facts();
  });

  test.each([
    [{ filter: {}, set: { city: "东莞" }, reason: "why" }, "is empty: it would mean every posting"],
    [{ filter: { towns: 1 }, set: { city: "东莞" }, reason: "why" }, "towns"],
    [{ filter: { city: "深圳" }, set: {}, reason: "why" }, "names no field"],
    [
      { filter: { city: "深圳" }, set: { monthly_min: 2, monthly_max: 1 }, reason: "why" },
      "is over monthly_max",
    ],
    [{ filter: { city: "深圳" }, set: { job_key: "x" }, reason: "why" }, "job_key"],
    [{ set: { city: "东莞" }, reason: "why" }, "or ids must be given, and not both"],
    [{ filter: { city: "深圳" }, set: { city: "东莞" }, reason: " " }, "reason"],
  ])("refuses %j", (wrong, problem) => {
    expect(JSON.stringify(updateRows.input.safeParse(wrong).error?.issues)).toContain(problem);
  });
});

describe("a removal", () => {
  const input = { filter: { city: ["上海"] }, reason: "collected by mistake" };
  const shown = (n: number) => createJobQueries(rig.clickhouse).show("qcwy", key(n));

  test("counts first, hides everywhere, and is restored to the byte, killed or not", async () => {
    expect(await task(deleteRows, input).once()).toEqual({ dry_run: true, matching: 30 });
    await expect(task(deleteRows, { ...input, confirm: 31 }).once()).rejects.toThrow("nothing was removed");
    expect(await facts()).toBe(first);
    const whole = task(deleteRows, { ...input, confirm: 30 });
    expect(await whole.once()).toEqual({ dry_run: false, matching: 30, removed: 30, erased: 0 });
    const without = await facts();
    expect(without.split("\n")).toHaveLength(30);
    expect(await shown(0)).toBeNull();
    expect(await createJobQueries(rig.clickhouse).life("qcwy", key(0))).toBeNull();
    expect(
      await count("job_removals FINAL WHERE removed_by = 'lin' AND reason = 'collected by mistake'"),
    ).toBe(30);
    expect(await task(restoreRows, { task: whole.id }).once()).toMatchObject({ removals: 30 });
    expect(await facts()).toBe(first);
    expect(await shown(0)).not.toBeNull();

    const killed = task(deleteRows, { ...input, confirm: 30 }, { at: dying().at });
    expect(await untilEnd(killed)).toMatchObject({ removed: 30 });
    expect(await facts()).toBe(without);
    await untilEnd(task(restoreRows, { task: killed.id }, { at: dying().at }));
    rig.statements.fails = () => null;
    expect(await facts()).toBe(first);
  });

  test("a crawl brings back only what may return, when it sees it again", async () => {
    const of = (n: number) => ({ ids: [{ platform: "qcwy", job_key: key(n) }], reason: "test", confirm: 1 });
    await task(deleteRows, { ...of(1), may_return: true }).once();
    await task(deleteRows, { ...of(3), may_return: false }).once();
    await rig.refresh();
    expect(await count(`job_facts WHERE job_key IN ('${key(1)}', '${key(3)}')`)).toBe(0);
    const seen_at = Date.now() + 60_000;
    // Both are seen unchanged, so that only sightings come.
    await rig.insert(
      "job_sightings",
      [1, 3].map((n) => ({ ...sampleSighting(n, "unchanged"), platform: "qcwy", job_key: key(n), seen_at })),
    );
    await rig.refresh();
    expect(
      await rig.ch.ask(`SELECT job_key FROM job_facts WHERE job_key IN ('${key(1)}', '${key(3)}')`),
    ).toBe(key(1));
    // Other content of one that must stay away does not bring it back either.
    await rig.ingest([raw(3, { jobName: "again" })], Date.now() + 120_000);
    await rig.refresh();
    expect(await count(`job_facts WHERE job_key = '${key(3)}'`)).toBe(0);
  });

  test("erases what is stored where that is asked, for good", async () => {
    const erase = task(deleteRows, {
      ids: [{ platform: "qcwy", job_key: key(5) }],
      reason: "request under PIPL",
      erase: true,
      confirm: 1,
    });
    // Its values stand in the corrections of above too.
    expect(await count(`reclean_changes WHERE row_key = '${key(5)}'`)).toBeGreaterThan(0);
    expect(await erase.once()).toMatchObject({ removed: 1, erased: 1 });
    for (const table of ["reclean_changes", "row_corrections"])
      expect(await count(`${table} WHERE row_key = '${key(5)}'`)).toBe(0);
    for (const table of ["raw_jobs", "jobs", "job_versions"])
      expect(await count(`${table} WHERE job_key = '${key(5)}'`)).toBe(0);
    await expect(task(restoreRows, { task: erase.id }).once()).rejects.toThrow("can be restored");
    const both = { ids: [{ platform: "qcwy", job_key: "1" }], reason: "why", erase: true, may_return: true };
    expect(deleteRows.input.safeParse(both).error?.issues[0]?.path).toEqual(["may_return"]);
  });

  test("asks nothing of contacts that its creator may not see", async () => {
    const caller = { reach: { kind: "all" } as const, sees_recruiters: false };
    // Nor of a part of one, which the number of matches would confirm.
    for (const text of ["13800138000", "138001"])
      await expect(task(deleteRows, { filter: { text }, reason: "why" }, { caller }).once()).rejects.toThrow(
        "contacts",
      );
  });
});

describe("duplicates", () => {
  const NAME = "深圳市悠享网络科技有限公司";
  const TEXT =
    "负责公司核心交易系统的设计与开发，参与需求评审与技术选型，保障系统的稳定与高可用，与产品和测试一起推进项目按时上线，持续优化性能。";
  const same = (n: number, platform: string, days: number) => ({
    ...sampleJob(n),
    ...{ platform, job_key: `same-${n}`, company_key: `${platform}-company`, title: "Java开发工程师" },
    ...{ company_name: NAME, city: "深圳", district: "宝安区", description: TEXT },
    ...{ skills: ["Java", "Spring", "MySQL"], collected_at: DAY_START_MS - days * 86_400_000 },
  });

  test("are found among the postings of a filter, and the next one counts when the first is removed", async () => {
    const shared = { clickhouse: rig.clickhouse, lock: FREE_LOCK, corrected: async () => {}, logger: SILENT };
    const stores = { facts: rig.stores.facts, store: memoryStore(), whole: memoryStore() };
    const jobMatches = createJobMatches({ ...shared, stores, clock: { now: Date.now } });
    const services = {
      rows,
      jobMatches,
      jobFacts: { refresh: rig.refresh },
      ask: askOf(rig.clickhouse),
    } as Partial<TaskServices>;
    await rig.insert("jobs", [same(901, "boss", 3), same(902, "qcwy", 2)]);
    await rig.refresh();
    const input = { filter: { company: NAME } };
    expect(await untilEnd(task(removeDuplicates, input, { services, at: dying().at }))).toEqual({
      ...{ postings: 2, groups: 1, duplicates: 1 },
    });
    rig.statements.fails = () => null;
    expect(await rig.ch.ask("SELECT job_key FROM job_facts WHERE is_duplicate")).toBe("same-902");
    const first = { ids: [{ platform: "boss", job_key: "same-901" }], reason: "test", confirm: 1 };
    await task(deleteRows, first).once();
    expect(await task(removeDuplicates, input, { services }).toEnd()).toMatchObject({ duplicates: 0 });
    expect(
      await rig.ch.ask(`SELECT job_key, is_duplicate FROM job_facts WHERE company_name = '${NAME}'`),
    ).toBe("same-902\t0");
  });
});

describe("a sync", () => {
  test("makes postings anew that job_facts lacks", async () => {
    const whole = await facts();
    await rig.ch.ask(`DELETE FROM job_facts WHERE job_key = '${key(8)}'`);
    const services = { rows, jobFacts: { refresh: rig.refresh } } as Partial<TaskServices>;
    const run = task(syncData, { what: "facts" }, { services, at: dying().at });
    expect(await untilEnd(run)).toEqual({ postings: whole.split("\n").length });
    rig.statements.fails = () => null;
    expect(await facts()).toBe(whole);
  });

  test("asks for a rebuild of the seen index once and waits for it", async () => {
    const rebuild = {
      platform: "boss" as const,
      type: "job" as const,
      restored: 0,
      finishedAt: null as number | null,
    };
    let starts = 0;
    let looks = 0;
    const seenRebuilds = {
      start: async () => {
        starts++;
        return [{ ...rebuild, requestedAt: 1 }];
      },
      list: async () => {
        looks++;
        return [
          { ...rebuild, restored: looks * 10, finishedAt: looks === 3 ? 5 : null },
          { ...rebuild, platform: "qcwy" },
        ];
      },
    };
    const services = { seenRebuilds } as unknown as Partial<TaskServices>;
    const run = task(syncData, { what: "seen", platform: "boss" }, { services });
    expect(await run.toEnd()).toEqual({ indexes: 1, restored: 30 });
    expect(starts).toBe(1);
  });

  test("sends dead pushes again once each, whenever it is killed", async () => {
    const dead = new Map<string, number>(Array.from({ length: 250 }, (_, n) => [`b${n}`, 1000 - n] as const));
    const replayed: string[] = [];
    const push = {
      exists: async (id: string) => id === TARGET,
      listDeadDeliveries: async (_: string, limit: number, before = 9999) =>
        [...dead]
          .filter(([, seq]) => seq < before)
          .slice(0, limit)
          .map(([batch_id, seq]) => ({ batch_id, seq })),
      replayDeliveries: async (_: string, ids: string[]) => {
        const those = ids.filter((id) => dead.delete(id));
        replayed.push(...those);
        return those.length;
      },
    };
    const TARGET = "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11";
    const services = { push } as unknown as Partial<TaskServices>;
    await untilEnd(task(syncData, { what: "pushes", target: TARGET }, { services, at: dying().at }));
    rig.statements.fails = () => null;
    expect([replayed.length, new Set(replayed).size, dead.size]).toEqual([250, 250, 0]);
    const unknown = task(syncData, { what: "pushes", target: crypto.randomUUID() }, { services });
    await expect(unknown.once()).rejects.toThrow("no push target");
  });

  test.each([
    [{ what: "pushes" }, "target"],
    [{ what: "facts", platform: "boss" }, "platform"],
    [{ what: "seen", filter: { city: "上海" } }, "filter"],
    [{ what: "facts", filter: { towns: "x" } }, "filter"],
  ])("refuses %j", (wrong, field) => {
    expect(syncData.input.safeParse(wrong).error?.issues.map(({ path }) => path[0])).toContain(field);
  });
});
