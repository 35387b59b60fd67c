import { createRoute, z } from "@hono/zod-openapi";
import { BulkItem } from "../../../shared/contracts/bulk.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleBulkItem } from "./examples.ts";
import { findBulk, Outcome, resultsGone } from "./find-bulk.ts";

const route = createRoute({
  operationId: "listBulkActionItems",
  method: "get",
  path: "/api/v1/bulk-actions/{id}/items",
  tags: ["bulk actions"],
  summary: "The result of each record of a bulk action, in the order of the action",
  request: {
    params: IdParam,
    query: z.strictObject({ outcome: Outcome, limit: limitParam(1000, 100), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("A page of results", pageOf(BulkItem), { items: [exampleBulkItem], next_cursor: null }),
    ...errorResponses(400, 404, 422),
  },
});

const cursor = cursorOf("bulk-action-items", z.number().int().nonnegative());

export const listBulkActionItems = operation("read", route, async (c) => {
  const record = await findBulk(c, c.req.valid("param").id);
  const { outcome, limit, cursor: after } = c.req.valid("query");
  const items = await c
    .get("services")
    .bulkActions.items(record, cursor.decode(after) ?? 0, limit + 1, outcome);
  if (!items) throw resultsGone(record.id);
  return ok(
    c,
    toPage(items, limit, ({ seq }) => cursor.encode(seq)),
  );
});
