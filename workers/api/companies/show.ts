import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { companies } from "../../../shared/tables/companies.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { readRaw } from "../jobs/job-detail.ts";
import { operation } from "../operation.ts";
import { exampleCompanyDetail } from "./examples.ts";

const CompanyDetail = z.object({
  company: rowSchema(companies.columns),
  postings: z.number().int().describe("Its postings that are stored"),
  detailed_at: Instant.nullable().describe("When its own page was collected; null where none was stored"),
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
  request: { params: z.object({ platform: Platform, company_key: z.string().min(1).max(200) }) },
  responses: {
    200: okResponse("The company", CompanyDetail, exampleCompanyDetail),
    ...errorResponses(404, 422),
  },
});

export const showCompany = operation("read", route, async (c) => {
  const { platform, company_key } = c.req.valid("param");
  const stored = await c.get("services").companies.show(platform, company_key);
  if (!stored) throw new ApiError("not_found", `no company ${company_key} of ${platform}`);
  const { seesRecruiters } = principalOf(c);
  const { raw, postings, detailed_at, ...company } = stored;
  return ok(c, {
    company,
    postings,
    detailed_at,
    raw: readRaw({ platform: company.platform, raw }, seesRecruiters),
    masked: !seesRecruiters,
  });
});
