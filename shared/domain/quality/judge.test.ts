/** The check of batches on real postings: no false alarm on pages cut in many orders, and each planted fault is found. */
import { describe, expect, test } from "vitest";
import { loadCorpus } from "../../../local/job-boards/corpus.ts";
import { qcwyFields } from "../../../local/job-boards/qcwy/posting.ts";
import { CORPUS_FILE } from "../../../tests/support/corpus-file.ts";
import type { FilterDimension } from "../../contracts/platform.ts";
import type { QualityBaseline } from "../../contracts/quality.ts";
import { parseJob } from "../../platforms/qcwy/parse-job.ts";
import type { JobPosting } from "../../tables/jobs.ts";
import { baselinesOf, type QualityDay } from "./baselines.ts";
import { betaBinomialTail } from "./beta-binomial.ts";
import { firstBaseline } from "./first-baseline.ts";
import { judgeBatch } from "./judge.ts";
import { QUALITY_FIELDS } from "./quality-fields.ts";
import { QualityTally } from "./tally.ts";

const NOW = Date.UTC(2024, 0, 1);
const SCOPE = { platform: "qcwy", channel: "web", data_type: "job" } as const;

const { postings } = loadCorpus(CORPUS_FILE === null ? { size: 4000 } : { file: CORPUS_FILE });
type Raw = ReturnType<typeof qcwyFields>;
const raws = postings.map((posting, n) =>
  qcwyFields({ key: String(100_000_000 + n), companyKey: `c${posting.company}`, posting }),
);
const parsed = (raw: object): JobPosting[] => {
  const job = parseJob(raw, NOW)?.job;
  return job ? [job] : [];
};
const jobs = raws.flatMap(parsed);

interface Search {
  keyword: string;
  city: string | null;
}

function tallied(rows: readonly JobPosting[], search: Search | null = null) {
  const tally = new QualityTally("job", search?.keyword ?? null);
  for (const row of rows) tally.add({ row, searchCity: search?.city ?? null, collectedAt: NOW });
  return tally.result();
}

function pagesOf<T>(rows: readonly T[], size: number): T[][] {
  const pages: T[][] = [];
  for (let at = 0; at + size <= rows.length; at += size) pages.push(rows.slice(at, at + size));
  return pages;
}

/** Ten days of the corpus, as ClickHouse measures them, and the baseline that they make. */
function learned(): QualityBaseline {
  const share = Math.floor(jobs.length / 10);
  const days = Array.from({ length: 10 }, (_, at): QualityDay[] => {
    const own = jobs.slice(at * share, (at + 1) * share);
    const whole = tallied(own, { keyword: "", city: null });
    const pages = pagesOf(own, 20).map((page) => tallied(page));
    const salaries = own
      .flatMap(({ monthly_min: min, monthly_max: max }) => min ?? max ?? [])
      .toSorted((a, b) => a - b);
    const point = (part: number) => salaries[Math.floor(part * salaries.length)] ?? null;
    return QUALITY_FIELDS.job.flatMap(({ name }) => {
      const counts = whole.fields[name];
      if (!counts || counts.rows === 0) return [];
      const shares = pages.map(({ fields }) => {
        const { rows = 1, filled = 0, unread = 0 } = fields[name] ?? {};
        return (rows - filled - unread) / rows;
      });
      const none = { low: null, p1: null, p50: null, p99: null, high: null };
      const span = name === "salary" ? { ...none, low: point(0.005), high: point(0.995) } : none;
      return [
        {
          ...{ data_type: "job" as const, platform: "qcwy" as const, channel: "web" as const, field: name },
          ...{ day: `2023-12-${(at + 10).toString()}`, rows: counts.rows, filled: counts.filled },
          ...{ unread: counts.unread, pages: pages.length, page_inverse: pages.length / 20 },
          page_missing: shares.reduce((sum, one) => sum + one, 0),
          page_squares: shares.reduce((sum, one) => sum + one ** 2, 0),
          ...span,
          newest_at: NOW,
        },
      ];
    });
  });
  const [baseline] = baselinesOf(days.flat(), "2023-12-25", NOW);
  if (!baseline) throw new Error("the corpus makes no baseline");
  // The corpus was not searched by city, so it says nothing of postings in another one.
  return { ...baseline, fields: { ...firstBaseline(SCOPE).fields, ...baseline.fields } };
}

const BASELINES = { "the first baseline": firstBaseline(SCOPE), "that of ten days": learned() };

const by = (column: keyof JobPosting) =>
  jobs.toSorted((one, other) => (String(one[column] ?? "") < String(other[column] ?? "") ? -1 : 1));
/** The most frequent value of a page: what a search that brought it would have asked for. */
function commonest(page: readonly JobPosting[], column: "city" | "title"): string {
  const counts = new Map<string, number>();
  for (const job of page) counts.set(job[column] ?? "", (counts.get(job[column] ?? "") ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? "";
}

interface Order {
  rows: readonly JobPosting[];
  search?: (page: readonly JobPosting[]) => Search;
  filters?: FilterDimension[];
}
const ORDERS: Record<string, Order> = {
  "as the file has them": { rows: jobs },
  "by title": {
    rows: by("title"),
    search: (page) => ({ keyword: commonest(page, "title").slice(0, 3), city: null }),
  },
  "by company": { rows: by("company_name") },
  "by district": { rows: by("district") },
  "by industry": { rows: by("industry") },
  "by degree, which the search was split by": { rows: by("degree"), filters: ["degree"] },
  "by size, which the search was split by": { rows: by("company_size_text"), filters: ["size"] },
  "by salary": { rows: jobs.toSorted((a, b) => (a.monthly_min ?? 0) - (b.monthly_min ?? 0)) },
};

describe.each(Object.entries(BASELINES))("with %s", (_, baseline) => {
  const judged = (
    page: readonly JobPosting[],
    search: Search | null,
    filters: FilterDimension[] | null = [],
  ) => judgeBatch(tallied(page, search), baseline, { hasKeyword: search !== null, filters });

  test("no page of real postings is far off, in whatever order they come", () => {
    const off: string[] = [];
    let pages = 0;
    for (const [name, { rows, search, filters = [] }] of Object.entries(ORDERS)) {
      for (const size of [15, 20, 30]) {
        for (const page of pagesOf(rows, size)) {
          pages++;
          const [finding] = judged(page, search?.(page) ?? null, filters);
          if (finding) off.push(`${name}, ${size}: ${finding.field} ${finding.kind}`);
        }
      }
    }
    console.log(`${off.length} of ${pages} pages far off`);
    expect(off).toEqual([]);
  });

  const changed = (change: (raw: Raw) => object) =>
    pagesOf(raws, 20).map((page) => page.map(change).flatMap(parsed));
  const FAULTS: [fault: string, field: string, share: number, pages: JobPosting[][], city?: string][] = [
    [
      "every salary is empty",
      "salary_text",
      1,
      changed((raw) => ({ ...raw, provideSalaryString: "", jobSalaryMin: "", jobSalaryMax: "" })),
    ],
    ["all titles are the same", "title", 1, changed((raw) => ({ ...raw, jobName: "登录后查看" }))],
    [
      "every company name is empty",
      "company_name",
      1,
      changed((raw) => ({ ...raw, fullCompanyName: "", companyName: "" })),
    ],
    [
      "dates are in the future",
      "date_not_ahead",
      1,
      changed((raw) => ({
        ...raw,
        updateDateTime: "2031-01-01 00:00:00",
        issueDateString: "2031-01-01 00:00:00",
      })),
    ],
    [
      "half of the fields have other names",
      "salary_text",
      1,
      changed((raw) =>
        Object.fromEntries(
          Object.entries(raw).map(([name, value], at) =>
            at % 2 === 1 ? [`${name}New`, value] : [name, value],
          ),
        ),
      ),
    ],
    [
      "salaries are ten times as high",
      "salary",
      0.97,
      pagesOf(jobs, 20).map((page) =>
        page.map((job) => ({
          ...job,
          monthly_min: job.monthly_min && 10 * job.monthly_min,
          monthly_max: job.monthly_max && 10 * job.monthly_max,
        })),
      ),
    ],
    ["the city is not the one asked for", "in_searched_city", 1, pagesOf(jobs, 20), "拉萨"],
  ];

  test.each(FAULTS)("a page on which %s is found", (fault, field, share, pages, city) => {
    const found = pages.filter((page) =>
      judged(page, { keyword: "会计", city: city ?? null }).some((finding) => finding.field === field),
    );
    console.log(`${fault}: ${found.length} of ${pages.length} pages`);
    expect(found.length / pages.length).toBeGreaterThanOrEqual(share);
  });
});

const half = {
  ...firstBaseline(SCOPE),
  fields: { salary_text: { missing: 0.4, unread: 0, rho: 0.15, low: null, high: null } },
};
const unpaid = (rows: number) =>
  tallied(
    jobs.slice(0, rows).map((job) => ({ ...job, salary_text: null, monthly_min: null, monthly_max: null })),
  );

describe("a page without any salary", () => {
  const judged = (baseline: QualityBaseline, rows: number) =>
    judgeBatch(unpaid(rows), baseline, { hasKeyword: true, filters: [] }).map(({ field }) => field);

  test("is ordinary where 40 % state none, and far off where 2 % do", () => {
    expect(judged(half, 30)).toEqual([]);
    expect(judged(firstBaseline(SCOPE), 30)).toContain("salary_text");
  });

  test("is not judged when it has few rows", () => {
    expect(judged(firstBaseline(SCOPE), 14)).toEqual([]);
  });
});

test("a required field is never ordinary without any, however the baseline was moved", () => {
  const moved = { ...half, fields: { title: { missing: 1, unread: 0, rho: 0.5, low: null, high: null } } };
  const untitled = tallied(jobs.slice(0, 20).map((job) => ({ ...job, title: null })));
  const findings = judgeBatch(untitled, moved, { hasKeyword: true, filters: [] });
  expect(findings).toMatchObject([{ field: "title", kind: "missing", off: 20, rows: 20 }]);
});

test("a search split by salary may bring the highest ones only", () => {
  const rich = tallied(
    jobs.slice(0, 20).map((job) => ({ ...job, monthly_min: 70_000, monthly_max: 90_000 })),
  );
  const judged = (filters: FilterDimension[] | null) =>
    judgeBatch(rich, firstBaseline(SCOPE), { hasKeyword: true, filters }).map(({ field }) => field);
  expect(judged([])).toEqual(["salary"]);
  expect(judged(["salary"])).toEqual([]);
  expect(judged(null), "nobody knows of the filters of an upload").toEqual([]);
});

test("one company may look for many people of one kind", () => {
  const judged = (one: boolean) =>
    judgeBatch(
      tallied(
        jobs.slice(0, 60).map((job) => ({ ...job, title: "保安", ...(one && { company_name: "某某物业" }) })),
        { keyword: "会计", city: null },
      ),
      firstBaseline(SCOPE),
      { hasKeyword: true, filters: [] },
    ).map(({ kind }) => kind);
  expect(judged(true)).toEqual([]);
  expect(judged(false)).toEqual(["same"]);
});

test("parts of an upload are judged together as well", () => {
  const one = new QualityTally("job", null);
  const two = new QualityTally("job", null);
  for (const [at, row] of jobs.slice(0, 20).entries()) {
    (at < 10 ? one : two).add({ row: { ...row, title: null }, searchCity: null, collectedAt: NOW });
  }
  const judged = (tally: QualityTally) =>
    judgeBatch(tally.result(), firstBaseline(SCOPE), { hasKeyword: false, filters: null }).length;
  expect([judged(one), judged(two)]).toEqual([0, 0]);
  one.merge(two);
  expect(judged(one)).toBe(1);
});

test("the tail of the beta-binomial agrees with sums over the binomial", () => {
  // With a = b = 1 every count is as likely: 1 of n + 1.
  expect(betaBinomialTail(8, 9, 0.5, 1 / 3)).toBeCloseTo(2 / 10, 10);
  expect(betaBinomialTail(0, 20, 0.02, 0.1)).toBeCloseTo(1, 10);
  // Without likeness it is the binomial one.
  expect(betaBinomialTail(2, 2, 0.3, 1e-9)).toBeCloseTo(0.09, 6);
});
