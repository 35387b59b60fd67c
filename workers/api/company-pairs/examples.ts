import type { z } from "@hono/zod-openapi";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import type { CompanyDecisionView, CompanyPair, LinkedCompany } from "./pair-view.ts";

const one = {
  platform: "boss",
  company_key: "5f2b1c",
  company_id: "boss:5f2b1c",
  name: "示例软件",
  place: "",
  brand: "示例",
  trade: "软件",
  suffix: "",
  branch: "",
  city: "深圳",
  address: null,
  company_size: "100-499",
  industry: "计算机软件",
  credit_code: null,
  postings: 12,
} as const;
const other = {
  ...one,
  platform: "qcwy",
  company_key: "CoAbC123",
  company_id: "qcwy:CoAbC123",
  name: "深圳示例软件有限公司",
  place: "深圳",
  suffix: "有限公司",
  address: "南山区科苑路8号",
  postings: 40,
} as const;

export const examplePair = {
  kind: "place",
  score: 0.45,
  also: ["city", "company_size"],
  found_at: EXAMPLE_NOW,
  one,
  other,
} satisfies z.input<typeof CompanyPair>;

export const exampleLinked = {
  ...other,
  company_id: one.company_id,
  how: "person",
  evidence: { value: "4b5f7a0e-7c1d-4f37-8a57-2f8c1f7f3c10", with: "boss:5f2b1c" },
} satisfies z.input<typeof LinkedCompany>;

const was = ({ company_key: _, platform: __, ...side }: typeof one | typeof other) => ({
  id: side.company_id,
  name: side.name,
  city: side.city,
  address: side.address,
  company_size: side.company_size,
  credit_code: side.credit_code,
  company_id: side.company_id,
  parent_id: "",
});

export const exampleDecision = {
  id: "4b5f7a0e-7c1d-4f37-8a57-2f8c1f7f3c10",
  verdict: "same",
  one: "boss:5f2b1c",
  others: ["qcwy:CoAbC123"],
  note: null,
  evidence: [was(one), was(other)],
  decided_by: "lin",
  decided_at: EXAMPLE_NOW,
  undone_by: null,
  undone_at: null,
  applied_at: EXAMPLE_NOW,
} satisfies z.input<typeof CompanyDecisionView>;
