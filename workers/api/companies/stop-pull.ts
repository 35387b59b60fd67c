import { createRoute } from "@hono/zod-openapi";
import { QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { examplePulledCompany } from "./examples.ts";
import { CompanyParam, changeQueued } from "./queue-of.ts";

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
  const after = await changeQueued(c, company, "company.stop-pull", async (ledger) =>
    unwrap(await ledger.stopPull(company.company_key, actorOf(c))),
  );
  return ok(c, after);
});
