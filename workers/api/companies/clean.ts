import { createRoute, z } from "@hono/zod-openapi";
import { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { Priority } from "../../../shared/contracts/keyword.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleQueuedCompany } from "./examples.ts";
import { auditedOf, CompanyParam, recordOf, storedCompany } from "./queue-of.ts";

/** Above companies of the schedule (0) and keywords' usual priority: a person waits for it. */
export const ASKED_PRIORITY = 8;

const route = createRoute({
  operationId: "cleanCompany",
  method: "post",
  path: "/api/v1/companies/{platform}/{company_key}/clean",
  tags: ["companies"],
  summary: "Fetch a company's own page now, also where it is known, and store what it says",
  request: {
    params: CompanyParam,
    body: jsonBody(
      z.strictObject({
        priority: Priority.default(ASKED_PRIORITY).describe("Within the platform's cleaning queue"),
      }),
      { priority: 8 },
    ),
  },
  responses: {
    200: okResponse("The company in the queue", QueuedCompany, exampleQueuedCompany),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const cleanCompany = operation("keywords:write", route, async (c) => {
  const services = c.get("services");
  const company = c.req.valid("param");
  const { priority } = c.req.valid("json");
  const named = await storedCompany(services, company);
  const ledger = services.companyLedger(company.platform);
  const before = await ledger.get(company.company_key);
  const after = await ledger.clean(named, priority, actorOf(c));
  audit(c, {
    action: "company.clean",
    record: recordOf(company),
    before: auditedOf(before),
    after: auditedOf(after),
  });
  return ok(c, after);
});
