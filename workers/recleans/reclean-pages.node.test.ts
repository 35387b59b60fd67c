/**
 * Pages of postings and of companies are re-cleaned with a changed rule, by the real engine: dry run, run, figures, kills and
 * undo. What holds for every kind of rows is in reclean.node.test.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DataType } from "../../shared/contracts/platform.ts";
import type { PlatformAdapter } from "../../shared/platforms/adapter.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import { DAY_MS } from "../../shared/time.ts";
import { DAY_START_MS, recleanRig } from "../../tests/support/recleans/reclean-rig.ts";

const today = adapters.qcwy;
const posting = (n: number, over: object = {}) => ({
  jobId: `${150_000_000 + n}`,
  jobName: `司机${n}`,
  provideSalaryString: "1-2万",
  jobAreaString: "上海",
  encCoId: `Co${n % COMPANIES}`,
  fullCompanyName: `示例物流${n % COMPANIES}有限公司`,
  industryType1Str: "物流",
  ...over,
});
const detail = (n: number, over: object = {}) =>
  posting(n, {
    jobDescribe: `职责：负责送货 ${n}。`,
    termStr: n % 2 ? "全职" : "兼职",
    jobWelfareCodeDataList: [{ chineseTitle: "五险一金" }],
    ...over,
  });
const page = (n: number, over: object = {}) => ({
  isCompanyPage: true,
  encCoId: `Co${n}`,
  fullCompanyName: `示例物流${n}有限公司`,
  companyTypeString: "民营公司",
  companySizeString: "100-499人",
  industryType1Str: n % 2 ? "运输/物流" : "快递",
  companyDescribe: `公司介绍 ${n}`,
  address: `示例路 ${n} 号`,
  creditCode: n % 3 ? null : "914403001922038216",
  ...over,
});
const POSTINGS = 14;
const COMPANIES = 4;
/** One of them has no posting, so that its page is its newest row in `companies` too. */
const PAGES = COMPANIES + 1;
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

/** The changed rule: texts lose their heading, part-time is read otherwise, industries are shorter, sizes are not read. */
const changed: PlatformAdapter = {
  ...today,
  parserVersion: today.parserVersion + 1,
  parseJob(row, at) {
    const parsed = today.parseJob(row, at);
    if (parsed === null) return null;
    const { job } = parsed;
    return {
      ...parsed,
      job: {
        ...job,
        description: job.description?.replace("职责：", "") ?? null,
        job_type: job.job_type === "兼职" ? null : job.job_type,
        welfare: job.welfare.length > 0 ? [...job.welfare, "包吃"] : job.welfare,
      },
    };
  },
  parseCompany(row) {
    const profile = today.parseCompany(row);
    if (profile === null) return null;
    const isLogistics = profile.industry === "运输/物流";
    return {
      ...profile,
      industry: isLogistics ? "物流业" : profile.industry,
      company_size: null,
      // Nothing but its description and code would tell that it is a page.
      address: isLogistics ? null : profile.address,
    };
  },
};

let rig: Awaited<ReturnType<typeof recleanRig>>;
const facts = async (columns: string) => {
  await rig.refresh();
  return rig.ch.ask(`SELECT job_key, ${columns} FROM job_facts ORDER BY job_key FORMAT JSONEachRow`);
};
/** Every table that a re-clean may touch. */
const snapshot = async () => ({
  jobs: await rig.contents("jobs"),
  details: await rig.contents("job_details"),
  companies: await rig.contents("companies"),
  pages: await rig.contents("company_pages"),
  versions: await rig.contents("job_versions", "EXCEPT (stored_at)"),
});
const rowsBy = (fields: { table: string; field: string; rows: number }[]) =>
  Object.fromEntries(fields.map(({ table, field, rows }) => [`${table}.${field}`, rows]));

beforeAll(async () => {
  rig = await recleanRig();
  const at = DAY_START_MS;
  await rig.ingest(
    upTo(PAGES).map((n) => page(n)),
    at,
    "company",
  );
  await rig.ingest(
    [...upTo(POSTINGS).map((n) => posting(n)), posting(POSTINGS, { encCoId: "CoOther" })],
    at + 1000,
  );
  await rig.ingest([detail(0, { jobDescribe: "职责：更早" })], at - 3 * DAY_MS, "job_detail");
  await rig.ingest(
    upTo(POSTINGS).map((n) => detail(n)),
    at + 2000,
    "job_detail",
  );
});
afterAll(() => rig.ch.remove());
beforeEach(() => {
  rig.statements.fails = () => null;
  rig.useParser(changed);
});

const half = POSTINGS / 2;
const logistics = COMPANIES / 2;
describe.each([
  {
    dataType: "job_detail" as DataType,
    keys: POSTINGS,
    // The older content of one posting is corrected in the history.
    counts: { changed: POSTINGS, history: POSTINGS + 1, unreadable: 0 },
    fields: {
      "job_details.description": POSTINGS,
      "job_details.job_type": half,
      "job_details.welfare": POSTINGS,
      "job_versions.text_hash": POSTINGS + 1,
    },
    facts: "job_type, description, welfare",
    says: {
      job_key: "150000002",
      job_type: null,
      description: "负责送货 2。",
      welfare: ["五险一金", "包吃"],
    },
    example: { fields: ["welfare", "description", "job_type"], before: ["兼职"], after: [null] },
  },
  {
    dataType: "company" as DataType,
    keys: PAGES,
    counts: { changed: PAGES + 1, history: 0, unreadable: 0 },
    fields: {
      "companies.company_size": 1,
      "company_pages.company_size": PAGES,
      "company_pages.industry": logistics,
      "company_pages.address": logistics,
    },
    facts: "industry, company_size",
    says: { job_key: "150000003", industry: "物流业", company_size: null },
    example: { fields: ["company_size"], before: ["100-499"], after: [null] },
  },
])("rows of $dataType", ({ dataType, keys, counts, fields, ...wanted }) => {
  let before: Awaited<ReturnType<typeof snapshot>>;
  let after: Awaited<ReturnType<typeof snapshot>>;
  let factsBefore: string;
  let id = "";
  beforeAll(async () => {
    before = await snapshot();
    factsBefore = await facts("* EXCEPT (version, job_key)");
  });

  test("the dry run counts each field, with examples, and writes nothing", async () => {
    const run = await rig.dryRun({ dataType });
    id = run.id;
    expect(run).toMatchObject({ state: "checked", keysTotal: keys, keysDone: keys });
    expect(run.counts).toMatchObject({ ...counts, written: 0 });
    expect(rowsBy(run.fields)).toEqual(fields);
    const field = wanted.example.fields.at(-1) as string;
    const [example] = await rig.recleans.changes(run, { kind: "changed", field }, 1);
    const at = example?.fields.indexOf(field) ?? -1;
    expect([example?.before[at], example?.after[at]]).toEqual([
      wanted.example.before[0],
      wanted.example.after[0],
    ]);
    expect(await snapshot()).toEqual(before);
  });

  test("the run writes exactly what differs, old values stay, and postings follow", async () => {
    const { run } = await rig.apply(id);
    expect(run).toMatchObject({ state: "done", counts: { written: counts.changed, skipped: 0 } });
    after = await snapshot();
    const told = (await facts(wanted.facts)).split("\n").map((line) => JSON.parse(line));
    expect(told).toContainEqual(wanted.says);
    expect(after.jobs).toBe(before.jobs);
    expect(
      Number(
        await rig.ch.ask(
          `SELECT count() FROM row_corrections FINAL WHERE run_id = '${id}' AND parser_before = ${today.parserVersion} AND parser_after = ${changed.parserVersion}`,
        ),
      ),
    ).toBe(counts.changed + counts.history);
    const again = await rig.dryRun({ dataType });
    expect(again.counts).toMatchObject({ changed: 0, history: 0 });
    await rig.recleans.cancel(again);
  });

  test("the undo restores every row", async () => {
    const { run } = await rig.undo(id);
    expect(run).toMatchObject({ state: "undone", counts: { restored: counts.changed } });
    expect(await snapshot()).toEqual(before);
    expect(await facts("* EXCEPT (version, job_key)")).toBe(factsBefore);
  });

  test("killed half-way it goes on and ends with the same rows", async () => {
    rig.services.pageKeys = 4;
    const kills = rig.killing(9);
    const run = await rig.dryRun({ dataType });
    expect(run).toMatchObject({ state: "checked", counts });
    const applied = await rig.apply(run.id);
    expect(applied.run).toMatchObject({ state: "done", counts: { written: counts.changed, skipped: 0 } });
    expect(await snapshot()).toEqual(after);
    const undone = await rig.undo(run.id);
    expect(undone.run).toMatchObject({ state: "undone", counts: { restored: counts.changed } });
    expect(await snapshot()).toEqual(before);
    expect(kills()).toBeGreaterThan(5);
    rig.services.pageKeys = 200;
  });
});

test("the page of a company is corrected where a posting named it later, and one without a page is no failure", async () => {
  const [shown] = (
    await rig.ch.ask("SELECT description FROM companies FINAL WHERE company_key = 'Co1'")
  ).split("\t");
  expect(shown, "the newest row is that of a posting").toBe("\\N");
  const run = await rig.dryRun({ dataType: "company" });
  await rig.apply(run.id);
  const of = (table: string) =>
    rig.ch.ask(`SELECT industry FROM ${table} FINAL WHERE company_key = 'Co1' FORMAT TSV`);
  expect([await of("company_pages"), await of("companies_full")]).toEqual(["物流业", "物流业"]);
});
