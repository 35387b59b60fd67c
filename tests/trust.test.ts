/**
 * Data that people can trust, as an operator would try it on real postings (JOBDATA_CORPUS; generated ones where there is
 * none): one company is cleaned, decisions about matches are undone, a batch is released from quarantine, and a day is
 * re-cleaned by a parser with another rule. All of it by the API; docs/trust.md describes the same walk.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Salary } from "../shared/contracts/figures.ts";
import type { FieldCount, RecleanCounts, RecleanState } from "../shared/contracts/recleans.ts";
import { addDays, chinaDayOf } from "../shared/domain/china-day.ts";
import { CORPUS_FILE } from "./support/corpus-file.ts";
import { crawlAll } from "./support/crawl-all.ts";
import { allStored } from "./support/invariant.ts";
import { addOne, reached, search } from "./support/searches.ts";
import { type System, startSystem } from "./support/system.ts";
import { ASSUMED_MONTHS, deployChangedRule } from "./support/trust/changed-rule.ts";
import { changedFigures, everyFigure } from "./support/trust/every-figure.ts";
import { until } from "./support/until.ts";

const WORD = "工程师";
const [HERE, ELSEWHERE] = ["上海", "深圳"] as const;
const TODAY = chinaDayOf(Date.now());
/** Holds what this test stores, also when it runs over midnight in China. */
const DAYS = [addDays(TODAY, -1), addDays(TODAY, 1)] as const;
const PERIOD = `from=${DAYS[0]}&to=${DAYS[1]}`;

let system: System;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jobdata-trust-"));
  system = await startSystem({ corpus: CORPUS_FILE === null ? {} : { file: CORPUS_FILE } });
  await crawlAll(system, [{ keyword: WORD, city: HERE }]);
  await allStored(system);
  await run("refresh-job-facts");
  await run("link-companies");
  await run("match-jobs");
  await run("refresh-job-facts");
});
afterAll(async () => {
  await system?.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (schedule: string) => system.api(`/schedules/${schedule}/run`, { method: "POST" });
const figures = async () => {
  await run("refresh-job-facts");
  return everyFigure(system, PERIOD);
};
const items = async <T>(path: string) => (await system.api<{ items: T[] }>(path)).items;

test("one company is cleaned, and its postings get its fields", async () => {
  const [company] = await items<{ company_key: string; postings: number }>(
    "/companies?platform=qcwy&limit=1",
  );
  if (!company) throw new Error("no company");
  const key = encodeURIComponent(company.company_key);
  const own = async () =>
    parse(
      await system.text(
        `/exports/rows?columns=job_key,company_full_name,company_size,industry&platform=qcwy&company_key=${key}`,
      ),
      { bom: true, columns: true },
    ) as Record<string, string>[];
  const before = await own();
  expect(before).toHaveLength(company.postings);
  expect(new Set(before.map(({ company_full_name: name }) => name))).toEqual(new Set([""]));

  await system.api(`/companies/qcwy/${key}/clean`, { body: {} });
  const shown = () =>
    system.api<{
      company: Record<string, string | null>;
      detailed_at: number | null;
      queue: { state: string };
    }>(`/companies/qcwy/${key}`);
  await until("the company to be cleaned", async () => (await shown()).queue.state === "done");
  await allStored(system);
  await run("refresh-job-facts");
  const { company: page } = await shown();
  expect(page.credit_code).toMatch(/^[0-9A-Z]{18}$/);
  const { full_name, company_size, industry } = page;
  expect(full_name).not.toBeNull();
  const fields = {
    company_full_name: full_name ?? "",
    company_size: company_size ?? "",
    industry: industry ?? "",
  };
  expect(await own()).toEqual(before.map(({ job_key }) => ({ job_key, ...fields })));
});

const jobRefs = (pairs: [string, string][]) => pairs.map(([platform, job_key]) => ({ platform, job_key }));

test("matches are decided and undone, and every figure returns", async () => {
  const before = await figures();
  // A posting leaves its group twice, two jobs become one, and two companies become one: the counts don't cancel out.
  const groups = await system.rows<{ refs: [string, string][] }>(
    `SELECT arraySort(groupArray((platform, job_key))) AS refs FROM job_facts WHERE group_id != 0
     GROUP BY group_id HAVING count() = 3 ORDER BY group_id LIMIT 2`,
  );
  const apart = groups.map(({ refs }) => {
    const [one, ...others] = jobRefs(refs);
    return ["job-decisions", { verdict: "different", one, others, reason: "two shops" }] as const;
  });
  const [alike] = await system.rows<{ refs: [string, string][] }>(
    `SELECT groupArray(2)((platform, job_key)) AS refs FROM job_facts WHERE is_duplicate = 0
     GROUP BY company_id, city HAVING count() > 1 ORDER BY company_id LIMIT 1`,
  );
  const [one, other] = jobRefs(alike?.refs ?? []);
  const [firm, namesake] = await system.rows<{ platform: string; company_key: string }>(
    `SELECT platform, company_key FROM job_facts WHERE platform = 'qcwy' AND company_key IS NOT NULL
     ORDER BY company_id LIMIT 1 BY company_id LIMIT 2`,
  );
  if (apart.length < 2 || !one || !other || !firm || !namesake) throw new Error("too few postings");
  const decided = [
    ...apart,
    ["job-decisions", { verdict: "same", one, others: [other] }],
    ["company-decisions", { verdict: "same", one: firm, others: [namesake] }],
  ] as const;
  const undo: string[] = [];
  for (const [noun, body] of decided) {
    const { id } = await system.api<{ id: string }>(`/${noun}`, { body });
    undo.unshift(`/${noun}/${id}/undo`);
  }
  const changed = changedFigures(before, await figures());
  for (const part of ["overview", "distributions/company", "companies", "jobs/count", "exports/count"])
    expect(changed, changed.join("\n")).toContainEqual(expect.stringContaining(part));

  for (const path of undo) await system.api(path, { method: "POST" });
  expect(changedFigures(before, await figures())).toEqual([]);
});

test("a batch that was far off waits, and is in figures and search once it is released", async () => {
  const held = await system.heldIds("boss", [{ keyword: WORD, city: ELSEWHERE }]);
  expect(held.size).toBeGreaterThanOrEqual(15);
  const there = async () => {
    await run("refresh-job-facts");
    const filter = `${PERIOD}&city=${encodeURIComponent(ELSEWHERE)}&platform=boss&duplicates=include`;
    const [found, rows, overview] = await Promise.all([
      system.api<{ value: number }>(`/jobs/count?${filter}`),
      system.api<{ rows: number }>(`/exports/count?${filter}`),
      system.api<{ totals: { postings: number } }>(`/analytics/overview?${filter}`),
    ]);
    return [found.value, rows.rows, overview.totals.postings];
  };
  expect(await there()).toEqual([0, 0, 0]);

  // A lost login empties every salary.
  await system.board("boss").spoil({ kind: "renamed-field", field: "salaryDesc" });
  await reached(system, "done", await addOne(system, search("boss", WORD, ELSEWHERE)));
  await system.board("boss").mend();
  await allStored(system);
  const waiting = await items<{ id: string; rows: number; findings: { field: string; kind: string }[] }>(
    "/quarantine?state=waiting",
  );
  const rows = waiting.reduce((sum, batch) => sum + batch.rows, 0);
  expect(rows).toBeGreaterThan(0);
  for (const { findings } of waiting)
    expect(findings).toContainEqual(expect.objectContaining({ field: "salary_text", kind: "missing" }));
  const small = held.size - rows;
  expect(await there()).toEqual([small, small, small]);

  const ids = waiting.map(({ id }) => id);
  const { released } = await system.api<{ released: string[] }>("/quarantine/release", {
    body: { ids, why: "the site hides salaries today" },
  });
  expect(released.toSorted()).toEqual(ids.toSorted());
  await allStored(system);
  expect(await there()).toEqual([held.size, held.size, held.size]);
  expect(await items("/quarantine?state=waiting")).toEqual([]);
});

interface Reclean {
  id: string;
  state: RecleanState;
  counts: RecleanCounts;
  fields: FieldCount[];
}

test("a day is re-cleaned by a changed rule, dry run first, and the undo restores it", async () => {
  const settled = (id: string) =>
    until("the re-clean to rest", async () => {
      const one = await system.api<Reclean>(`/recleans/${id}`);
      if (one.state === "failed") throw new Error(JSON.stringify(one));
      return !["checking", "applying", "undoing"].includes(one.state) && one;
    });
  const salary = () => system.api<Salary>(`/analytics/salary?${PERIOD}&platform=qcwy&duplicates=include`);
  const versions = async () =>
    Number((await system.rows<{ n: string }>("SELECT count() AS n FROM row_corrections"))[0]?.n);
  const before = await figures();
  const { total } = await salary();
  expect(total.assumed_months).toBeGreaterThan(0);
  const [open] = await system.rows<{ rows: string; key: string }>(
    `SELECT count() AS rows, min(job_key) AS key FROM jobs FINAL
     WHERE platform = 'qcwy' AND salary_text IS NOT NULL AND salary_months IS NULL`,
  );
  const [changedRows, key] = [Number(open?.rows), open?.key ?? ""];

  await deployChangedRule(system, folder);
  const { id } = await system.api<Reclean>("/recleans", {
    body: { platform: "qcwy", data_type: "job", first_day: DAYS[0], last_day: DAYS[1] },
  });
  const dry = await settled(id);
  expect(dry).toMatchObject({
    state: "checked",
    counts: { changed: changedRows, unreadable: 0, written: 0 },
  });
  expect(dry.fields).toEqual([
    { table: "jobs", field: "salary_months", rows: changedRows, filled: changedRows, emptied: 0 },
  ]);
  const difference = { fields: ["salary_months"], before: [null], after: [String(ASSUMED_MONTHS)] };
  const [example] = await items(`/recleans/${id}/changes?kind=changed&field=salary_months&limit=1`);
  expect(example).toMatchObject({ row_key: key, ...difference });
  await run("refresh-job-facts");
  expect((await salary()).total, "a dry run changes nothing").toEqual(total);

  await system.api(`/recleans/${id}/start`, { method: "POST" });
  expect(await settled(id)).toMatchObject({ state: "done", counts: { written: changedRows, skipped: 0 } });
  await run("refresh-job-facts");
  const { total: after } = await salary();
  expect(after).toMatchObject({ n: total.n, month: total.month, assumed_months: 0 });
  expect(after.year.midpoint.p50).toBeGreaterThan(total.year.midpoint.p50 ?? 0);
  expect(await versions()).toBe(changedRows);
  const { corrections } = await system.api<{ corrections: object[] }>(`/jobs/qcwy/${key}/corrections`);
  expect(corrections).toEqual([expect.objectContaining({ run_id: id, undone_at: null, ...difference })]);

  await system.api(`/recleans/${id}/undo`, { method: "POST" });
  expect(await settled(id)).toMatchObject({ state: "undone", counts: { restored: changedRows } });
  expect(changedFigures(before, await figures())).toEqual([]);
});
