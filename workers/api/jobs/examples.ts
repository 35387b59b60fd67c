import type { z } from "@hono/zod-openapi";
import { EMPTY_POSTING } from "../../../shared/tables/jobs.ts";
import { DAY_MS } from "../../../shared/time.ts";
import type { JobOrigin, JobSummary } from "../../clickhouse/job-queries.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import type { JobDetail } from "./job-detail.ts";
import type { JobView } from "./job-view.ts";
import type { JobLifeView } from "./life-view.ts";

export const exampleJob = {
  platform: "qcwy",
  job_key: "150000001",
  company_key: "CoAbC123",
  title: "Python开发工程师",
  company_name: "深圳示例软件有限公司",
  city: "深圳",
  district: "宝安区",
  business_area: "西乡",
  salary_text: "1.1-1.5万·13薪",
  salary_months: 13,
  monthly_min: 11_000,
  monthly_max: 15_000,
  experience: "3-5",
  experience_text: "3-4年",
  degree: "bachelor",
  degree_text: "本科",
  company_size: "100-499",
  company_type: "民营",
  industry: "计算机软件",
  skills: ["Python"],
  job_type: "全职",
  url: "https://jobs.51job.com/shenzhen-baq/150000001.html",
  published_at: EXAMPLE_NOW - DAY_MS,
  keyword: "Python",
  search_city: "深圳",
  collected_at: EXAMPLE_NOW - 60_000,
  first_seen: EXAMPLE_NOW - DAY_MS,
  last_seen_day: "2026-11-22",
  state: "open",
  closed_at: null,
  is_duplicate: 0,
  group_id: 6_128_412_077_101,
} satisfies JobSummary;

/** The posting as a search for `python` shows it. */
export const exampleFoundJob = {
  ...exampleJob,
  also_on: [{ platform: "boss", job_key: "5f2b1c" }],
  snippet: "负责业务系统开发，熟悉 Python。",
  highlights: {
    title: [{ start: 0, end: 6 }],
    company_name: [],
    snippet: [{ start: 12, end: 18 }],
    skills: [0],
  },
} satisfies JobView;

const exampleOrigin = {
  found_by: [
    {
      keyword: "Python",
      search_city: "深圳",
      first_seen: EXAMPLE_NOW - DAY_MS,
      last_seen: EXAMPLE_NOW - 60_000,
    },
  ],
  sightings: [
    {
      seen_at: EXAMPLE_NOW - 60_000,
      verdict: "changed",
      keyword_id: "019aaa9e-4800-8000-8000-5f1c2b7d9e04",
      keyword: "Python",
      search_city: "深圳",
      run_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
      upload_id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
      part: 0,
      batch_id: null,
    },
  ],
  versions: [
    {
      kind: "list",
      content_hash: "9b74c9897bac770ffc029102a200c5de",
      collected_at: EXAMPLE_NOW - 60_000,
      channel: "web",
      source: "edge",
      upload_id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
      part: 0,
      batch_id: null,
      parser_version: 1,
    },
  ],
} satisfies JobOrigin;

export const exampleJobLife = {
  first_seen: EXAMPLE_NOW - 30 * DAY_MS,
  last_seen: EXAMPLE_NOW - 2 * DAY_MS,
  state: "closed",
  born_after: EXAMPLE_NOW - 31 * DAY_MS,
  closed_after: EXAMPLE_NOW - 2 * DAY_MS,
  closed_at: EXAMPLE_NOW - DAY_MS,
  closed_by: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
  reopened: 0,
  withdrawn: 0,
  salary_changes: 1,
  text_changes: 0,
  events: [
    {
      at: EXAMPLE_NOW - 20 * DAY_MS,
      kind: "salary_changed",
      since: EXAMPLE_NOW - 30 * DAY_MS,
      before: "1-1.3万·13薪",
      after: "1.1-1.5万·13薪",
      content_hash: "9b74c9897bac770ffc029102a200c5de",
      run_id: null,
      keyword: null,
      search_city: null,
      removed: [],
      added: [],
    },
    {
      at: EXAMPLE_NOW - DAY_MS,
      kind: "closed",
      since: EXAMPLE_NOW - 2 * DAY_MS,
      before: null,
      after: null,
      content_hash: null,
      run_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
      keyword: "Python",
      search_city: "深圳",
      removed: [],
      added: [],
    },
  ],
  chain: null,
  as_of: EXAMPLE_NOW,
} satisfies z.input<typeof JobLifeView>;

/** The detail for a caller who may not see recruiters: their names are hidden. */
const {
  first_seen: _,
  last_seen_day: __,
  state: ___,
  closed_at: ____,
  is_duplicate: _____,
  group_id: ______,
  ...exampleStored
} = exampleJob;
export const exampleJobDetail = {
  job: {
    ...EMPTY_POSTING,
    ...exampleStored,
    salary_min: 11_000,
    salary_max: 15_000,
    salary_period: "month",
    city_code: "040000",
    experience_min_years: 3,
    experience_max_years: 4,
    company_size_text: "150-500人",
    company_size_min: 150,
    company_size_max: 500,
    welfare: ["五险一金"],
    tags: ["django"],
    description: "负责业务系统开发。",
    lon: 113.889,
    lat: 22.575,
    coordinate_system: "BD-09",
    recruiter_position: "人事主管",
    channel: "web",
    upload_id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
    part: 0,
    batch_id: null,
    run_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
    keyword_id: "019aaa9e-4800-8000-8000-5f1c2b7d9e04",
    source: "edge",
    content_hash: "9b74c9897bac770ffc029102a200c5de",
    parser_version: 1,
  },
  classes: { skills: ["Python", "Django"], welfare: ["五险一金"], requirements: ["本科"], titles: [] },
  raw: { jobId: "150000001", jobName: "Python开发工程师", hrName: "***", hrPosition: "人事主管" },
  why: exampleOrigin,
  masked: true,
} satisfies z.input<typeof JobDetail>;
