import type {
  Comparison,
  Distribution,
  FigureCard,
  FigureChecks,
  FigureMethod,
  LifeFigure,
  Overview,
  Quantiles,
  Reposts,
  RisingSkills,
  Salary,
  SalaryCell,
  SalaryMatrix,
  SkillValue,
  TopCompanies,
  Trend,
  WorkingTimes,
} from "../../../shared/contracts/figures.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

const PERIOD = "from=2026-10-24&to=2026-11-22";

const card = (name: FigureMethod, version = 2): FigureCard => ({
  n: 4120,
  period: { from: "2026-10-24", to: "2026-11-22" },
  platforms: ["boss", "qcwy", "zhilian"],
  unread_share: 0.004,
  negotiable_share: 0.06,
  duplicates_removed: { value: 1240, reason: null },
  coverage: { value: null, reason: "not_estimated" },
  method: { name, version },
  as_of: EXAMPLE_NOW,
  pre_aggregated: true,
  rows_query: PERIOD,
});

const quantiles = (n: number, p50: number): Quantiles => ({
  n,
  p10: p50 * 0.6,
  p25: p50 * 0.8,
  p50,
  p75: p50 * 1.25,
  p90: p50 * 1.6,
});
const measures = (n: number, p50: number) => ({
  minimum: quantiles(n, p50 * 0.8),
  maximum: quantiles(n, p50 * 1.2),
  midpoint: quantiles(n, p50),
});
const cell = (n: number, p50: number): SalaryCell => ({
  n,
  with_salary: n,
  negotiable: 0,
  unread: 0,
  few: n < 30,
  assumed_months: n,
  month: measures(n, p50),
  year: measures(n, p50 * 12),
});

const totals = { postings: 4120, new: 1310, open: 3980, companies: 1902 };

export const exampleOverview: Overview = {
  card: card("overview", 2),
  totals,
  platforms: [{ platform: "qcwy", ...totals, rows_query: `platform=qcwy&${PERIOD}` }],
};

export const exampleTrend: Trend = {
  card: card("trend", 2),
  days: [{ day: "2026-11-22", new: 61, open: 3980, closed: null }],
};

export const exampleDistribution: Distribution = {
  card: card("distribution"),
  dimension: "city",
  items: [
    { value: "上海", within: null, n: 1030, share: 0.25, rows_query: `city=%E4%B8%8A%E6%B5%B7&${PERIOD}` },
  ],
  others: { values: 37, n: 3050, share: 0.740291 },
  unknown: { n: 40, share: 0.009709 },
};

export const exampleSalary: Salary = {
  card: card("salary"),
  by: "city",
  total: cell(4120, 15_000),
  groups: [
    { value: "上海", within: null, ...cell(1030, 20_000), rows_query: `city=%E4%B8%8A%E6%B5%B7&${PERIOD}` },
  ],
  others: { values: 37, n: 3050 },
  unknown: { n: 40 },
};

export const exampleSalaryMatrix: SalaryMatrix = {
  card: card("salary_matrix"),
  cities: ["上海"],
  cells: [
    {
      experience: "3-5",
      degree: "bachelor",
      city: "上海",
      n: 96,
      few: false,
      month: quantiles(96, 22_500),
      rows_query: `city=%E4%B8%8A%E6%B5%B7&degree=bachelor&experience=3-5&${PERIOD}`,
    },
  ],
};

export const exampleSkillValue: SkillValue = {
  card: card("skill_value", 3),
  skill: "Spark",
  with: cell(88, 26_000),
  without: cell(4032, 15_000),
  strata: [
    {
      experience: "3-5",
      with: { n: 88, mean: 26_400, median: 26_000 },
      without: { n: 1204, mean: 21_100, median: 20_000 },
      difference: 5300,
      weight: 1,
      few: false,
      rows_query: `experience=3-5&skill=Spark&${PERIOD}`,
    },
  ],
  standardised: {
    month: { value: 5300, low: 3700, high: 6900 },
    share: { value: 0.24, low: 0.17, high: 0.32 },
    left_out: 0,
    significant: true,
  },
  reason: null,
};

export const exampleTopCompanies: TopCompanies = {
  card: card("companies", 2),
  items: [
    {
      company: "深圳示例软件有限公司",
      company_id: "qcwy:CoAbC123",
      n: 31,
      share: 0.007524,
      new: 9,
      cities: 2,
      platforms: ["qcwy"],
      month: quantiles(31, 13_000),
      few: false,
      rows_query: `company_id=qcwy%3ACoAbC123&${PERIOD}`,
    },
  ],
  others: { values: 1901, n: 4089 },
  unknown: { n: 0 },
};

export const exampleRisingSkills: RisingSkills = {
  card: card("rising_skills"),
  now: { from: "2026-10-24", to: "2026-11-22", n: 1310 },
  before: { from: "2026-09-24", to: "2026-10-23", n: 1290 },
  tested: 212,
  items: [
    {
      skill: "RAG",
      n_now: 84,
      n_before: 31,
      share_now: 0.064122,
      share_before: 0.024031,
      difference: 0.0400914,
      p_value: 7.1e-7,
      q_value: 0.00015,
      significant: true,
      rows_query: "skill=RAG&from=2026-09-24&to=2026-11-22&new_from=2026-09-24",
    },
  ],
  reason: null,
};

export const exampleReposts: Reposts = {
  card: card("reposts", 2),
  totals: { chains: 96, reposts: 131, share: 0.031796 },
  items: [
    {
      company: "深圳示例软件有限公司",
      n: 40,
      chains: 5,
      reposts: 9,
      share: 0.225,
      few: false,
      longest: {
        platform: "qcwy",
        postings: 4,
        days: 143,
        first_key: "150000001",
        last_key: "150900001",
        title: "Python开发工程师",
      },
      rows_query: `company=%E6%B7%B1%E5%9C%B3%E7%A4%BA%E4%BE%8B%E8%BD%AF%E4%BB%B6%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&${PERIOD}`,
    },
  ],
  reason: null,
};

export const exampleLife: LifeFigure = {
  card: card("life"),
  by: null,
  left_out: 310,
  total: {
    n: 3810,
    closed: 2514,
    open: 1296,
    median: { days: 24.5, low: 23.25, high: 25.75 },
    p25: 11,
    p75: 46.25,
    closed_only_median: 15.5,
    reason: null,
    curve: [
      { day: 0, share: 1, low: 1, high: 1 },
      { day: 1, share: 0.9712, low: 0.9653, high: 0.9761 },
    ],
  },
  groups: [],
};

export const exampleWorkingTimes: WorkingTimes = {
  card: card("working_time"),
  stated: 1204,
  times: [{ time: "two_days", n: 1101, share: 0.914452 }],
  companies: [
    {
      company: "深圳示例软件有限公司",
      n: 31,
      stated: 30,
      few: false,
      times: [
        {
          time: "two_days",
          n: 30,
          share: 1,
          sentence: "周末双休",
          platform: "qcwy",
          job_key: "150000001",
        },
      ],
      rows_query: `company=%E6%B7%B1%E5%9C%B3%E7%A4%BA%E4%BE%8B%E8%BD%AF%E4%BB%B6%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&${PERIOD}`,
    },
  ],
};

export const exampleComparison: Comparison = {
  card: card("comparison", 2),
  by: "keyword",
  items: [
    {
      value: "Java",
      n: 1204,
      new: 380,
      companies: 690,
      salary: cell(1204, 18_000),
      skills: [{ value: "Spring", n: 702, share: 0.583056 }],
      degrees: [{ value: "bachelor", n: 861, share: 0.715116 }],
      experiences: [{ value: "3-5", n: 540, share: 0.448505 }],
      rows_query: `keyword=Java&${PERIOD}`,
    },
  ],
};

export const exampleFigureChecks: FigureChecks = {
  computed_at: EXAMPLE_NOW - 240_000,
  computing_ms: 1830,
  checked_at: EXAMPLE_NOW - 40_000_000,
  checked: 4168,
  differences: [],
  error: null,
};
