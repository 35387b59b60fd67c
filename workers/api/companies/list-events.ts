import { createRoute, z } from "@hono/zod-openapi";
import { CompanyEvent, CompanyWork } from "../../../shared/contracts/company-ledger.ts";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { CompanyParam } from "./queue-of.ts";

const route = createRoute({
  operationId: "listCompanyEvents",
  method: "get",
  path: "/api/v1/companies/{platform}/{company_key}/events",
  tags: ["companies"],
  summary: "What happened to a company in the cleaning queue, or to the pull of its postings, newest first",
  request: {
    params: CompanyParam,
    query: z.strictObject({
      work: CompanyWork.default("clean").describe("clean: its own page; pull: its postings"),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of events; none of a company that was never in the queue", pageOf(CompanyEvent), {
      items: [
        {
          seq: 2,
          at: EXAMPLE_NOW - 60_000,
          type: "done",
          run_id: null,
          detail: { page: "stored", attempt: 1, error: null },
        },
        { seq: 1, at: EXAMPLE_NOW - 120_000, type: "seen", run_id: null, detail: {} },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("company-events", z.tuple([CompanyWork, z.number().int().nonnegative()]));

export const listCompanyEvents = operation("read", route, async (c) => {
  const { platform, company_key } = c.req.valid("param");
  const { work, limit, cursor: before } = c.req.valid("query");
  const at = cursor.decode(before);
  if (at && at[0] !== work) throw errorAbout("invalid_cursor", "cursor", "is not a cursor of this list");
  const ledger = c.get("services").companyLedger(platform);
  const events = await ledger.events(company_key, work, limit + 1, at?.[1]);
  return ok(
    c,
    toPage(events, limit, (last) => cursor.encode([work, last.seq])),
  );
});
