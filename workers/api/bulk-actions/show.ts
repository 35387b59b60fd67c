import { createRoute } from "@hono/zod-openapi";
import { BulkAction } from "../../../shared/contracts/bulk.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleBulkAction } from "./examples.ts";
import { findBulk } from "./find-bulk.ts";

const route = createRoute({
  operationId: "showBulkAction",
  method: "get",
  path: "/api/v1/bulk-actions/{id}",
  tags: ["bulk actions"],
  summary: "Show one bulk action with its progress",
  request: { params: IdParam },
  responses: {
    200: okResponse("The bulk action", BulkAction, exampleBulkAction),
    ...errorResponses(404, 422),
  },
});

export const showBulkAction = operation("read", route, async (c) => {
  const record = await findBulk(c, c.req.valid("param").id);
  return ok(c, await c.get("services").bulkActions.show(record));
});
