import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleFailure } from "./examples.ts";
import { FailureView, failureView } from "./failure-view.ts";

const route = createRoute({
  operationId: "listPushFailures",
  method: "get",
  path: "/api/v1/push-targets/{id}/failures",
  tags: ["push targets"],
  summary: "Batches that this target did not take in 24 hours, newest first",
  request: {
    params: IdParam,
    query: z.strictObject({ limit: limitParam(200, 50), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("A page of failures", pageOf(FailureView), {
      items: [exampleFailure],
      next_cursor: null,
    }),
    ...errorResponses(400, 404, 422),
  },
});

const cursor = cursorOf("push-failures", z.number().int().nonnegative());

export const listPushFailures = operation("read", route, async (c) => {
  const { push } = c.get("services");
  const { limit, cursor: before } = c.req.valid("query");
  const { id } = await push.get(c.req.valid("param").id);
  const rows = await push.listDeadDeliveries(id, limit + 1, cursor.decode(before));
  const page = toPage(rows, limit, ({ seq }) => cursor.encode(seq));
  return ok(c, { ...page, items: page.items.map(failureView) });
});
