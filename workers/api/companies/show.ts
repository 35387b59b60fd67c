import { createRoute, z } from "@hono/zod-openapi";
import { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { companies } from "../../../shared/tables/companies.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { readRaw } from "../jobs/job-detail.ts";
import { operation } from "../operation.ts";
import { exampleCompanyDetail } from "./examples.ts";
import { CompanyParam } from "./queue-of.ts";

const CompanyDetail = z.object({
  company: rowSchema(companies.columns),
  logo_sha256: z.string().nullable().describe("SHA-256 of its smallest logo; null where none is kept"),
  postings: z.number().int().describe("Its postings that are stored"),
  detailed_at: Instant.nullable().describe("When its own page was collected; null where none was stored"),
  life: z
    .object({
      first_seen: Instant.describe("When its first posting was first seen"),
      last_seen_day: z.iso.date().describe("Day of China on which one of them was last seen"),
      open_postings: z.number().int().describe("Those seen in the last seven days"),
      months: z
        .array(z.object({ month: z.string(), postings: z.number().int() }))
        .describe(
          "Postings by the month of China in which they were first seen; months without one are left out",
        ),
    })
    .nullable()
    .describe("Null where none of its postings is stored"),
  queue: QueuedCompany.nullable().describe("Where it is in the cleaning queue; null while it is not in it"),
  raw: z.unknown().openapi({
    description: "The newest page as the platform sent it; null where none is kept",
  }),
  masked: z.boolean().describe("Recruiters' names and contacts are hidden from the caller"),
});

const route = createRoute({
  operationId: "showCompany",
  method: "get",
  path: "/api/v1/companies/{platform}/{company_key}",
  tags: ["companies"],
  summary: "Show one company, typed and as the platform sent its page",
  request: { params: CompanyParam },
  responses: {
    200: okResponse("The company", CompanyDetail, exampleCompanyDetail),
    ...errorResponses(404, 422),
  },
});

export const showCompany = operation("read", route, async (c) => {
  const { platform, company_key } = c.req.valid("param");
  const { companies, companyLedger, images } = c.get("services");
  const [stored, life, queue, logos] = await Promise.all([
    companies.show(platform, company_key),
    companies.life(platform, company_key),
    companyLedger(platform).get(company_key),
    images.known(platform, [company_key]),
  ]);
  if (!stored) throw new ApiError("not_found", `no company ${company_key} of ${platform}`);
  const { seesRecruiters } = principalOf(c);
  const { raw, postings, detailed_at, ...company } = stored;
  return ok(c, {
    company,
    logo_sha256: logos.get(company_key)?.files[0]?.sha256 ?? null,
    postings,
    detailed_at,
    life: life && { ...life, months: monthsOf(life.months) },
    queue,
    raw: readRaw({ platform: company.platform, raw }, seesRecruiters),
    masked: !seesRecruiters,
  });
});

const monthsOf = ([months, counts]: [string[], number[]]) =>
  months.map((month, at) => ({ month, postings: counts[at] ?? 0 }));
