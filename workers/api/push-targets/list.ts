import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleTarget } from "./examples.ts";
import { TargetView, targetView } from "./target-view.ts";

const route = createRoute({
  operationId: "listPushTargets",
  method: "get",
  path: "/api/v1/push-targets",
  tags: ["push targets"],
  summary: "List push targets and what waits for each",
  request: {
    query: z.strictObject({ include_deleted: Flag, limit: limitParam(200, 50), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("A page of push targets", pageOf(TargetView), {
      items: [exampleTarget],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("push-targets", z.uuid());

export const listPushTargets = operation("read", route, async (c) => {
  const { push } = c.get("services");
  const { include_deleted, limit, cursor: after } = c.req.valid("query");
  const [rows, counts] = await Promise.all([
    push.list(include_deleted === "true", limit + 1, cursor.decode(after)),
    push.endpointStates(),
  ]);
  const page = toPage(rows, limit, ({ id }) => cursor.encode(id));
  return ok(c, { ...page, items: page.items.map((row) => targetView(row, counts)) });
});
