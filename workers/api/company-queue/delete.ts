import { createRoute, z } from "@hono/zod-openapi";
import { auditedOf, CompanyParam, recordOf } from "../companies/queue-of.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";

const Removed = z.object({
  restore: z.object({ method: z.literal("POST"), path: z.string() }).describe("The call that brings it back"),
});

const route = createRoute({
  operationId: "removeFromQueue",
  method: "delete",
  path: "/api/v1/company-queue/{platform}/{company_key}",
  tags: ["companies"],
  summary: "Remove a company from the cleaning queue: the schedule does not take it in again",
  request: { params: CompanyParam },
  responses: {
    200: okResponse("It is no longer in the queue", Removed, {
      restore: { method: "POST", path: "/api/v1/companies/qcwy/CoAbC123/clean" },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const removeFromQueue = operation("keywords:write", route, async (c) => {
  const company = c.req.valid("param");
  const { platform, company_key } = company;
  const ledger = c.get("services").companyLedger(platform);
  const before = await ledger.get(company_key);
  unwrap(await ledger.act(company_key, "remove", actorOf(c)));
  audit(c, { action: "company.remove", record: recordOf(company), before: auditedOf(before) });
  const path = `/api/v1/companies/${platform}/${encodeURIComponent(company_key)}/clean`;
  return ok(c, { restore: { method: "POST" as const, path } }, `removed; POST ${path} brings it back`);
});
