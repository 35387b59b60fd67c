import { createRoute } from "@hono/zod-openapi";
import { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { exampleQueuedCompany } from "../companies/examples.ts";
import { CompanyParam } from "../companies/queue-of.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "showQueuedCompany",
  method: "get",
  path: "/api/v1/company-queue/{platform}/{company_key}",
  tags: ["companies"],
  summary: "Show how far the work on one company is",
  request: { params: CompanyParam },
  responses: {
    200: okResponse(
      "The company in the queue; null while it is not in it",
      QueuedCompany.nullable(),
      exampleQueuedCompany,
    ),
    ...errorResponses(422),
  },
});

export const showQueuedCompany = operation("read", route, async (c) => {
  const { platform, company_key } = c.req.valid("param");
  return ok(c, await c.get("services").companyLedger(platform).get(company_key));
});
