import { createRoute } from "@hono/zod-openapi";
import { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { exampleQueuedCompany } from "../companies/examples.ts";
import { CompanyParam, changeQueued } from "../companies/queue-of.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "retryCompany",
  method: "post",
  path: "/api/v1/company-queue/{platform}/{company_key}/retry",
  tags: ["companies"],
  summary: "Fetch a company's page once more that failed, was blocked or is gone",
  request: { params: CompanyParam },
  responses: {
    200: okResponse("The company in the queue", QueuedCompany.nullable(), {
      ...exampleQueuedCompany,
      state: "queued",
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const retryCompany = operation("keywords:write", route, async (c) => {
  const company = c.req.valid("param");
  const after = await changeQueued(c, company, "company.retry", async (ledger) =>
    unwrap(await ledger.act(company.company_key, "retry", actorOf(c))),
  );
  return ok(c, after);
});
