import { createRoute } from "@hono/zod-openapi";
import { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleQueuedCompany } from "./examples.ts";
import { changeQueued, storedCompany, WORK_REQUEST } from "./queue-of.ts";

const route = createRoute({
  operationId: "cleanCompany",
  method: "post",
  path: "/api/v1/companies/{platform}/{company_key}/clean",
  tags: ["companies"],
  summary: "Fetch a company's own page now, also where it is known, and store what it says",
  request: WORK_REQUEST,
  responses: {
    200: okResponse("The company in the queue", QueuedCompany, exampleQueuedCompany),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const cleanCompany = operation("keywords:write", route, async (c) => {
  const company = c.req.valid("param");
  const { priority } = c.req.valid("json");
  const named = await storedCompany(c.get("services"), company);
  const after = await changeQueued(c, company, "company.clean", async (ledger) =>
    ledger.clean(named, priority, actorOf(c)),
  );
  return ok(c, after);
});
