/** A day is re-cleaned with a changed rule, by the real engine: dry run, figures, kills, newer rows, undo. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PlatformAdapter } from "../../shared/platforms/adapter.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import { DAY, DAY_START_MS, recleanRig } from "../../tests/support/recleans/reclean-rig.ts";
import { runCommand } from "../clickhouse/command.ts";
import { INSERT_CHANGES } from "../life/events-sql.ts";

const ROWS = 120;
const DEGREES = ["本科", "大专", "硕士"];
const raw = (n: number, over: object = {}) => ({
  jobId: `${150_000_000 + n}`,
  jobName: `Python开发工程师${n % 7}`,
  jobTags: ["3-4年", "django", "五险一金"],
  jobDescribe: `负责业务系统开发 ${n}。`,
  provideSalaryString: `${1 + (n % 5)}-${2 + (n % 5)}万·13薪`,
  workYearString: "3-4年",
  degreeString: DEGREES[n % 3],
  issueDateString: "2026-11-09 08:59:10",
  jobAreaString: n % 2 ? "深圳·宝安区" : "上海·浦东新区",
  lon: "113.889",
  lat: "22.5751234567",
  encCoId: `Co${n % 9}`,
  coId: `${2_758_000 + (n % 9)}`,
  fullCompanyName: `示例软件${n % 9}有限公司`,
  companySizeString: "50-150人",
  jobHref: `https://jobs.51job.com/x/${150_000_000 + n}.html`,
  hrPosition: "人事主管",
  ...over,
});
const key = (n: number) => `${150_000_000 + n}`;

const today = adapters.qcwy;
/** The changed rule: pay of a bachelor is twice as high, titles are shorter, and one title is not read any more. */
const changed: PlatformAdapter = {
  ...today,
  parserVersion: today.parserVersion + 1,
  parseJob(row, at) {
    const parsed = today.parseJob(row, at);
    if (parsed === null || parsed.job.title === "unreadable") return null;
    const { job } = parsed;
    const isBachelor = job.degree === "bachelor";
    const twice = (pay: number | null) => (pay !== null && isBachelor ? 2 * pay : pay);
    return {
      ...parsed,
      job: {
        ...job,
        title: job.title?.replace("工程师6", "") ?? null,
        monthly_min: twice(job.monthly_min),
        monthly_max: twice(job.monthly_max),
        city: isBachelor && job.city === "深圳" ? "东莞" : job.city,
        tags: isBachelor ? [...job.tags, 'a "quoted", 标签'] : job.tags,
        company_stage: isBachelor ? "" : job.company_stage,
        recruiter_position: isBachelor ? null : job.recruiter_position,
        lat: isBachelor ? (job.lat ?? 0) / 3 : job.lat,
        is_proxy: false,
      },
    };
  },
};

let rig: Awaited<ReturnType<typeof recleanRig>>;
/** Everything that a table holds of its rows but when they were written. */
const snapshot = async () => ({
  jobs: await rig.contents("jobs"),
  versions: await rig.contents("job_versions", "EXCEPT (stored_at)"),
  perDay: await rig.ch.ask("SELECT * FROM jobs_per_day_counts ORDER BY ALL"),
});
const factsOf = async () => {
  await rig.refresh();
  return rig.ch.ask("SELECT * EXCEPT (version) FROM job_facts ORDER BY platform, job_key FORMAT JSONEachRow");
};
const events = async () => {
  const through = Number(await rig.ch.ask("SELECT toUnixTimestamp64Milli(now64(3)) + 1000"));
  await runCommand(rig.clickhouse, INSERT_CHANGES, {
    since: 0,
    through,
    version: through,
    parts: 1,
    part: 0,
  });
  return rig.ch.ask("SELECT job_key, kind, before, after FROM job_events FINAL ORDER BY ALL FORMAT TSV");
};

/** What the figures of the day must say, computed from the raw rows alone; two rows can't be read anew. */
function expected(adapter: PlatformAdapter) {
  const read = Array.from({ length: ROWS }, (_, n) => adapter.parseJob(raw(n), DAY_START_MS)?.job);
  const jobs = [
    ...read,
    today.parseJob(raw(903), DAY_START_MS)?.job,
    today.parseJob(raw(904), DAY_START_MS)?.job,
  ];
  const cities = new Map<string, number>();
  let pay = 0;
  for (const job of jobs) {
    cities.set(job?.city ?? "", (cities.get(job?.city ?? "") ?? 0) + 1);
    pay += (job?.monthly_min ?? 0) + (job?.monthly_max ?? 0);
  }
  return { cities, pay };
}
const figures = async () => {
  const { items } = await rig.compute("distribution", { from: DAY, to: DAY }, { dimension: "city" });
  const pay = await rig.ch.ask(
    `SELECT sum(monthly_min + monthly_max) FROM job_facts WHERE toDate(collected_at, 'Asia/Shanghai') = '${DAY}'`,
  );
  return { cities: new Map(items.map(({ value, n }) => [value, n])), pay: Number(pay) };
};

beforeAll(async () => {
  rig = await recleanRig();
});
afterAll(() => rig.ch.remove());

describe("a day with a changed rule", () => {
  let before: Awaited<ReturnType<typeof snapshot>>;
  let factsBefore: string;
  let eventsBefore: string;

  beforeAll(async () => {
    const at = DAY_START_MS;
    await rig.ingest([raw(0, { jobName: "older", provideSalaryString: "1-2万" })], at - 3 * 86_400_000);
    // Its raw row is gone, so that it can't be corrected: its title must not seem to have changed on the site.
    await rig.ingest([raw(6, { jobTags: ["older"] })], at - 2 * 86_400_000);
    await rig.ch.ask(`ALTER TABLE raw_jobs DELETE WHERE job_key = '${key(6)}' SETTINGS mutations_sync = 2`);
    await rig.ingest(
      Array.from({ length: ROWS }, (_, n) => raw(n)),
      at,
    );
    // The last instant of the day belongs to it, the ones around it do not.
    await rig.ingest([raw(901)], at - 1);
    await rig.ingest([raw(902)], at + 86_400_000);
    await rig.ingest([raw(903, { jobName: "unreadable" }), raw(904)], at + 86_399_999);
    await rig.ch.ask(`ALTER TABLE raw_jobs DELETE WHERE job_key = '${key(904)}' SETTINGS mutations_sync = 2`);
    factsBefore = await factsOf();
    eventsBefore = await events();
    before = await snapshot();
  });
  beforeEach(() => {
    rig.statements.fails = () => null;
    rig.useParser(changed);
  });

  test("with the same parser nothing differs, whatever the types of the columns", async () => {
    rig.useParser(today);
    const run = await rig.dryRun();
    expect(run.counts).toEqual({ ...run.counts, changed: 0, history: 0, unreadable: 1 });
    await rig.recleans.cancel(run);
  });

  let id = "";
  test("the dry run counts each field and writes nothing", async () => {
    const run = await rig.dryRun();
    id = run.id;
    const bachelors = ROWS / 3;
    const others = Array.from({ length: ROWS }, (_, n) => n).filter((n) => n % 7 === 6).length;
    const south = Array.from({ length: ROWS }, (_, n) => n).filter((n) => n % 3 === 0 && n % 2 === 1).length;
    expect(run).toMatchObject({ state: "checked", keysTotal: ROWS + 2, keysDone: ROWS + 2 });
    expect(run.counts).toMatchObject({ unreadable: 2, moved: 0, written: 0 });
    const field = (name: string) => run.fields.find((one) => one.table === "jobs" && one.field === name);
    expect(field("is_proxy")).toMatchObject({ rows: ROWS, filled: ROWS, emptied: 0 });
    expect(field("monthly_max")).toMatchObject({ rows: bachelors, filled: 0, emptied: 0 });
    expect(field("company_stage")).toMatchObject({ rows: bachelors, filled: bachelors, emptied: 0 });
    expect(field("recruiter_position")).toMatchObject({ rows: bachelors, filled: 0, emptied: bachelors });
    expect(field("tags")).toMatchObject({ rows: bachelors, filled: 0, emptied: 0 });
    expect(field("city")?.rows).toBe(south);
    expect(field("title")?.rows).toBe(others);
    expect(run.counts.changed).toBe(ROWS);
    const [example] = await rig.recleans.changes(run, { kind: "changed", field: "city" }, 1);
    const at = example?.fields.indexOf("city") ?? -1;
    expect([example?.before[at], example?.after[at]]).toEqual(["深圳", "东莞"]);
    const unreadable = await rig.recleans.changes(run, { kind: "unreadable" }, 10);
    expect(unreadable.map(({ row_key, reason }) => [row_key, reason])).toEqual([
      [key(903), "today's parser can't read it"],
      [key(904), "no raw row of its content is stored"],
    ]);
    expect(await snapshot()).toEqual(before);
  });

  test("a sample says that it is one", async () => {
    await expect(rig.dryRun({ sample: 20 })).resolves.toMatchObject({ sample: 20, state: "checked" });
  });

  let after: Awaited<ReturnType<typeof snapshot>>;
  let factsAfter: string;
  test("the run writes exactly what differs, and the figures follow", async () => {
    expect(await figures()).toEqual(expected(today));
    const { run } = await rig.apply(id);
    expect(run).toMatchObject({ state: "done", counts: { written: ROWS, skipped: 0 } });
    factsAfter = await factsOf();
    expect(await figures()).toEqual(expected(changed));
    after = await snapshot();
    expect(after.jobs).not.toBe(before.jobs);
    expect(after.perDay).toBe(before.perDay);
    const [correction] = await rig.recleans.corrections("qcwy", key(3));
    expect(correction).toMatchObject({
      run_id: id,
      corrected_by: "lin",
      parser_before: today.parserVersion,
      parser_after: changed.parserVersion,
      undone_at: null,
    });
    const at = correction?.fields.indexOf("city") ?? -1;
    expect([correction?.before[at], correction?.after[at]]).toEqual(["深圳", "东莞"]);
  });

  test("is no change of the posting: its life tells nothing of it", async () => {
    expect(eventsBefore).toContain("salary_changed");
    expect(await events()).toBe(eventsBefore);
  });

  test("once more it finds nothing", async () => {
    const run = await rig.dryRun();
    expect(run.counts).toMatchObject({ changed: 0, history: 0 });
    await rig.recleans.cancel(run);
  });

  test("the undo restores every row and figure", async () => {
    const { run } = await rig.undo(id);
    expect(run).toMatchObject({ state: "undone", counts: { restored: ROWS } });
    expect(await snapshot()).toEqual(before);
    expect(await factsOf()).toBe(factsBefore);
    expect(await figures()).toEqual(expected(today));
    expect(await events()).toBe(eventsBefore);
    const [correction] = await rig.recleans.corrections("qcwy", key(3));
    expect(correction?.undone_at).not.toBeNull();
  });

  test("killed at any statement it goes on and ends with the same rows", async () => {
    // Pages take 6 to 9 statements, so that each of them is hit on one page or another, before and after it worked.
    rig.services.pageKeys = 24;
    const kills = rig.killing(11);
    const run = await rig.dryRun();
    expect(run).toMatchObject({ state: "checked", counts: { changed: ROWS, unreadable: 2 } });
    const applied = await rig.apply(run.id);
    expect(applied.run).toMatchObject({ state: "done", counts: { written: ROWS, skipped: 0 } });
    expect(applied.steps).toBeGreaterThan(2);
    expect(await snapshot()).toEqual(after);
    expect(await factsOf()).toBe(factsAfter);
    const undone = await rig.undo(run.id);
    expect(undone.run).toMatchObject({ state: "undone", counts: { restored: ROWS } });
    expect(await snapshot()).toEqual(before);
    expect(await factsOf()).toBe(factsBefore);
    expect(kills()).toBeGreaterThan(5);
    rig.services.pageKeys = 200;
  });

  test("a row that came after the dry run wins, and its undo leaves it alone", async () => {
    const run = await rig.dryRun();
    const newer = raw(3, { jobName: "came later", provideSalaryString: "9-10万" });
    await rig.ingest([newer], DAY_START_MS + 3_600_000);
    const { run: done } = await rig.apply(run.id);
    expect(done.counts).toMatchObject({ written: ROWS - 1, skipped: 1 });
    const ofKey = () =>
      rig.ch.ask(`SELECT title, salary_text, city FROM jobs FINAL WHERE job_key = '${key(3)}' FORMAT TSV`);
    expect(await ofKey()).toBe("came later\t9-10万\t东莞");
    // The change of the site is told, although its predecessor was corrected.
    expect(await events()).toContain(`${key(3)}\tsalary_changed\t${raw(3).provideSalaryString}\t9-10万`);
    await rig.undo(run.id);
    expect(await ofKey()).toBe("came later\t9-10万\t东莞");
  });

  test("a run is undone only before the ones that came earlier, and two do not move at once", async () => {
    const first = await rig.dryRun();
    await rig.apply(first.id);
    rig.useParser({ ...changed, parserVersion: changed.parserVersion + 1, parseJob: today.parseJob });
    const second = await rig.dryRun();
    await rig.apply(second.id);
    await expect(rig.undo(first.id)).rejects.toThrow("undo the later run");
    await rig.recleans.create(
      { platform: "qcwy", dataType: "job", firstDay: DAY, lastDay: DAY, sample: 100 },
      "lin",
      "test",
    );
    await expect(rig.dryRun()).rejects.toThrow("another one moves");
  });
});
