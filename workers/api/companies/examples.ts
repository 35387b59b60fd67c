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
  company_id: "qcwy:CoAbC123",
} satisfies FoundCompany;

const { postings, company_id: _, ...profile } = exampleCompany;
export const exampleCompanyDetail = {
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
    parser_version: 1,
  },
  postings,
  detailed_at: EXAMPLE_NOW - 60_000,
  raw: { fullCompanyName: "深圳示例软件有限公司" },
  masked: true,
} as const;
