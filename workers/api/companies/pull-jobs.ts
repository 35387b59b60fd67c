import { createRoute, z } from "@hono/zod-openapi";
import { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { Priority } from "../../../shared/contracts/keyword.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { ASKED_PRIORITY } from "./clean.ts";
import { examplePulledCompany } from "./examples.ts";
import { auditedOf, CompanyParam, recordOf, storedCompany } from "./queue-of.ts";

const route = createRoute({
  operationId: "pullCompanyJobs",
  method: "post",
  path: "/api/v1/companies/{platform}/{company_key}/pull-jobs",
  tags: ["companies"],
  summary:
    "Read all open postings of a company now, split where the site's cap cuts them off; a failed or blocked pull goes on",
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
    200: okResponse("The company in the queue, with its pull", QueuedCompany, examplePulledCompany),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const pullCompanyJobs = operation("keywords:write", route, async (c) => {
  const services = c.get("services");
  const company = c.req.valid("param");
  const { priority } = c.req.valid("json");
  const named = await storedCompany(services, company);
  const ledger = services.companyLedger(company.platform);
  const before = await ledger.get(company.company_key);
  const after = unwrap(await ledger.pull(named, priority, actorOf(c)));
  audit(c, {
    action: "company.pull-jobs",
    record: recordOf(company),
    before: auditedOf(before),
    after: auditedOf(after),
  });
  return ok(c, after);
});
