import { createRoute, z } from "@hono/zod-openapi";
import { exampleDecision } from "../company-pairs/examples.ts";
import { CompanyDecisionView } from "../company-pairs/pair-view.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { decisionView } from "./decision-view.ts";

const route = createRoute({
  operationId: "listCompanyDecisions",
  method: "get",
  path: "/api/v1/company-decisions",
  tags: ["companies"],
  summary: "List what people decided about companies that may be one, newest first",
  request: {
    query: z.strictObject({
      company: z.string().min(3).max(220).optional().describe("Only about this row: `platform:company_key`"),
      active: Flag.describe("Without those that were undone"),
      limit: limitParam(100, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of decisions", pageOf(CompanyDecisionView), {
      items: [exampleDecision],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("company-decisions", z.tuple([z.number().int().nonnegative(), z.uuid()]));

export const listCompanyDecisions = operation("read", route, async (c) => {
  const { company, active, limit, cursor: position } = c.req.valid("query");
  const at = cursor.decode(position);
  const rows = await c
    .get("services")
    .companyLinks.decisions(
      { company, activeOnly: active === "true" },
      limit + 1,
      at && { decidedAt: at[0], id: at[1] },
    );
  const page = toPage(rows, limit, ({ decidedAt, id }) => cursor.encode([decidedAt, id]));
  return ok(c, { ...page, items: page.items.map(decisionView) });
});
