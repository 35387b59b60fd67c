import { createRoute } from "@hono/zod-openapi";
import { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { examplePulledCompany } from "./examples.ts";
import { auditedOf, CompanyParam, recordOf } from "./queue-of.ts";

const route = createRoute({
  operationId: "stopPull",
  method: "post",
  path: "/api/v1/companies/{platform}/{company_key}/stop-pull",
  tags: ["companies"],
  summary: "End the pull of a company's postings where it is; what it has read stays",
  request: { params: CompanyParam },
  responses: {
    200: okResponse("The company in the queue, with its pull", QueuedCompany, {
      ...examplePulledCompany,
      pull: { ...examplePulledCompany.pull, state: "done", last_outcome: "skipped" },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const stopPull = operation("keywords:write", route, async (c) => {
  const company = c.req.valid("param");
  const ledger = c.get("services").companyLedger(company.platform);
  const before = await ledger.get(company.company_key);
  const after = unwrap(await ledger.stopPull(company.company_key, actorOf(c)));
  audit(c, {
    action: "company.stop-pull",
    record: recordOf(company),
    before: auditedOf(before),
    after: auditedOf(after),
  });
  return ok(c, after);
});
