import { createRoute, z } from "@hono/zod-openapi";
import { companyRowId } from "../../../shared/contracts/company-match.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { decisionView } from "../company-decisions/decision-view.ts";
import { exampleDecision, exampleLinked } from "../company-pairs/examples.ts";
import { CompanyDecisionView, LinkedCompany, linkedOf } from "../company-pairs/pair-view.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { CompanyParam } from "./queue-of.ts";

const Links = z.object({
  company_id: z
    .string()
    .describe("The company over all platforms: `platform:company_key` of its smallest row"),
  rows: z.array(LinkedCompany).describe("Rows of the same company, this one among them; most postings first"),
  parent: z.array(LinkedCompany).describe("Rows of the company whose branch it is"),
  branches: z.array(LinkedCompany),
  decisions: z.array(CompanyDecisionView).describe("What people decided about this row, newest first"),
});

const route = createRoute({
  operationId: "showCompanyLinks",
  method: "get",
  path: "/api/v1/companies/{platform}/{company_key}/links",
  tags: ["companies"],
  summary: "Show the same company on other platforms, its parent and its branches, and why",
  request: { params: CompanyParam },
  responses: {
    200: okResponse("What belongs to the company", Links, {
      company_id: exampleLinked.company_id,
      rows: [exampleLinked],
      parent: [],
      branches: [],
      decisions: [exampleDecision],
    }),
    ...errorResponses(404, 422),
  },
});

const MAX_DECISIONS = 20;

export const showCompanyLinks = operation("read", route, async (c) => {
  const { platform, company_key } = c.req.valid("param");
  const { companyLinks } = c.get("services");
  const place = await companyLinks.place({ platform, company_key });
  if (!place)
    throw new ApiError("not_found", `no company ${company_key} of ${platform}, or its name was not read yet`);
  const decisions = await companyLinks.decisions(
    { company: companyRowId({ platform, company_key }) },
    MAX_DECISIONS,
  );
  return ok(c, {
    company_id: place.company_id,
    rows: place.rows.map(linkedOf),
    parent: place.parent.map(linkedOf),
    branches: place.branches.map(linkedOf),
    decisions: decisions.map(decisionView),
  });
});
