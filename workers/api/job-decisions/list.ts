import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { decisionView, exampleDecision, JobDecisionView } from "../job-pairs/pair-view.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "listJobDecisions",
  method: "get",
  path: "/api/v1/job-decisions",
  tags: ["jobs"],
  summary: "List what people decided about postings that may be the same job, newest first",
  request: { query: z.strictObject({ limit: limitParam(100, 50), cursor: cursorParam }) },
  responses: {
    200: okResponse("A page of decisions", pageOf(JobDecisionView), {
      items: [exampleDecision],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

/** Ends with the last time that ClickHouse stores: 2299-12-31. */
const cursor = cursorOf(
  "job-decisions",
  z.tuple([z.number().int().nonnegative().max(10_413_791_999_000), z.uuid()]),
);

export const listJobDecisions = operation("read", route, async (c) => {
  const { limit, cursor: position } = c.req.valid("query");
  const at = cursor.decode(position);
  const rows = await c.get("services").jobMatches.decisions(limit + 1, at && { decidedAt: at[0], id: at[1] });
  const page = toPage(rows, limit, ({ decided_at, id }) => cursor.encode([decided_at, id]));
  return ok(c, { ...page, items: page.items.map(decisionView) });
});
