import type { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { EMPTY_PROFILE } from "../../../shared/tables/companies.ts";
import type { FoundCompany } from "../../clickhouse/company-queries.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const exampleCompany = {
  platform: "qcwy",
  company_key: "CoAbC123",
  name: "示例软件",
  full_name: "深圳示例软件有限公司",
  company_type: "民营",
  company_stage: null,
  company_size: "100-499",
  company_size_text: "150-500人",
  industry: "计算机软件",
  city: "深圳",
  url: "https://jobs.51job.com/all/coCoAbC123.html",
  collected_at: EXAMPLE_NOW - 60_000,
  postings: 12,
  open_postings: 9,
  detailed_at: EXAMPLE_NOW - 60_000,
  company_id: "qcwy:CoAbC123",
} satisfies FoundCompany;

export const exampleQueuedCompany = {
  platform: "qcwy",
  company_key: "CoAbC123",
  name: "深圳示例软件有限公司",
  state: "done",
  priority: 8,
  due_at: null,
  attempts: 0,
  last_outcome: "ok",
  last_error: null,
  queued_at: EXAMPLE_NOW - 3_600_000,
  cleaned_at: EXAMPLE_NOW - 60_000,
  changed_at: EXAMPLE_NOW - 60_000,
  pull: null,
} satisfies QueuedCompany;

export const examplePulledCompany = {
  ...exampleQueuedCompany,
  pull: {
    state: "running",
    priority: 8,
    due_at: null,
    attempts: 0,
    search: "深圳示例软件有限公司",
    own: 9,
    last_outcome: null,
    last_error: null,
    run: {
      run_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
      started_at: EXAMPLE_NOW - 30_000,
      finished_at: null,
      pages: 1,
      rows: 20,
      distinct: 20,
      invalid: 0,
      reported: 31,
      early_stopped: false,
      limited_by: null,
    },
  },
} satisfies QueuedCompany;

const { postings, open_postings: _, detailed_at: __, company_id: ___, ...profile } = exampleCompany;
export const exampleCompanyDetail = {
  logo_sha256: null,
  company: {
    ...EMPTY_PROFILE,
    ...profile,
    description: "示例软件成立于2010年。",
    channel: "web",
    upload_id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
    part: 0,
    batch_id: null,
    run_id: null,
    keyword_id: null,
    keyword: "Python",
    search_city: "深圳",
    source: "edge",
    content_hash: "9b74c9897bac770ffc029102a200c5de",
    credit_code: "91440300MA1234567X",
    parser_version: 4,
  },
  postings,
  detailed_at: EXAMPLE_NOW - 60_000,
  life: {
    first_seen: EXAMPLE_NOW - 40 * 86_400_000,
    last_seen_day: "2026-11-22",
    open_postings: 9,
    months: [
      { month: "2026-10", postings: 5 },
      { month: "2026-11", postings: 7 },
    ] as { month: string; postings: number }[],
  },
  queue: exampleQueuedCompany,
  raw: { fullCompanyName: "深圳示例软件有限公司" },
  masked: true,
} as const;
