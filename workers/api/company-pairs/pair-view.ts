/** Companies that may be one, and decided ones, as the API shows them. */
import { z } from "@hono/zod-openapi";
import { LINK_REASONS, PairKind, Verdict } from "../../../shared/contracts/company-match.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import type { CompanyFact } from "../../company-links/pair-sql.ts";
import { Instant } from "../http/answers.ts";

/** A row of companies with the parts of its name. */
export const CompanySide = z.object({
  platform: Platform,
  company_key: z.string(),
  company_id: z
    .string()
    .describe("The company over all platforms: `platform:company_key` of its smallest row"),
  name: z.string().describe("The fullest name that is known"),
  place: z.string().describe("Parts of the name; empty where it lacks them"),
  brand: z.string(),
  trade: z.string(),
  suffix: z.string().describe("Legal form"),
  branch: z.string(),
  city: z.string().nullable(),
  address: z.string().nullable(),
  company_size: z.string().nullable(),
  industry: z.string().nullable(),
  credit_code: z.string().nullable().describe("Unified social credit code (GB 32100)"),
  postings: z.number().int().describe("Its postings that are stored"),
});

/** A row with what joined it to its company. */
export const LinkedCompany = CompanySide.extend({
  how: z.enum(LINK_REASONS).describe("What joined it: a code, its name, a person; `own` for none"),
  evidence: z
    .object({
      value: z.string().optional().describe("The code, the name, or the id of the decision"),
      with: z.string().optional().describe("The row that it was joined to"),
      also: z.array(z.string()).optional().describe("What else agrees"),
    })
    .describe("Why"),
});

export const CompanyPair = z.object({
  kind: PairKind.describe(
    "form: another legal form; no_form: one has none; place: another place, or none; short: the brand alone",
  ),
  score: z.number().describe("0 to 1: how likely they are one"),
  also: z.array(z.string()).describe("What agrees beside the name"),
  found_at: Instant,
  one: CompanySide,
  other: CompanySide,
});

export const CompanyDecisionView = z.object({
  id: z.uuid(),
  verdict: Verdict,
  one: z.string().describe("`platform:company_key`; with `branch`, the branch"),
  others: z.array(z.string()),
  note: z.string().nullable(),
  evidence: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        city: z.string().nullable(),
        address: z.string().nullable(),
        company_size: z.string().nullable(),
        credit_code: z.string().nullable(),
        company_id: z.string(),
        parent_id: z.string(),
      }),
    )
    .describe("The companies as they were when it was decided"),
  decided_by: z.string(),
  decided_at: Instant,
  undone_by: z.string().nullable(),
  undone_at: Instant.nullable(),
  applied_at: Instant.nullable().describe("When the companies began to follow it; null: within minutes"),
});

export function sideOf(row: CompanyFact): z.infer<typeof CompanySide> {
  const { parent_id: _, how: __, evidence: ___, ...side } = row;
  return side;
}

export const linkedOf = (row: CompanyFact): z.infer<typeof LinkedCompany> => ({
  ...sideOf(row),
  how: row.how,
  evidence: LinkedCompany.shape.evidence.catch({}).parse(JSON.parse(row.evidence)),
});
