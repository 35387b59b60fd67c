import { createRoute } from "@hono/zod-openapi";
import { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { examplePulledCompany } from "./examples.ts";
import { changeQueued, storedCompany, WORK_REQUEST } from "./queue-of.ts";

const route = createRoute({
  operationId: "pullCompanyJobs",
  method: "post",
  path: "/api/v1/companies/{platform}/{company_key}/pull-jobs",
  tags: ["companies"],
  summary:
    "Read all open postings of a company now, split where the site's cap cuts them off; a failed or blocked pull goes on",
  request: WORK_REQUEST,
  responses: {
    200: okResponse("The company in the queue, with its pull", QueuedCompany, examplePulledCompany),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const pullCompanyJobs = operation("keywords:write", route, async (c) => {
  const company = c.req.valid("param");
  const { priority } = c.req.valid("json");
  const named = await storedCompany(c.get("services"), company);
  const after = await changeQueued(c, company, "company.pull-jobs", async (ledger) =>
    unwrap(await ledger.pull(named, priority, actorOf(c))),
  );
  return ok(c, after);
});
