import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok, pageOf } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { Flag } from "../http/fields.ts";
import { TargetView, targetView } from "./target-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/push-targets",
  tags: ["push targets"],
  summary: "List push targets and what waits for each",
  request: {
    query: z.strictObject({ include_deleted: Flag, limit: limitParam(200, 50), cursor: cursorParam }),
  },
  responses: { 200: answer("A page of push targets", pageOf(TargetView)), ...errors(400, 422) },
});

const cursor = cursorOf("push-targets", z.uuid());

export const listPushTargets = operation("read", route, async (c) => {
  const { push } = c.get("services");
  const { include_deleted, limit, cursor: after } = c.req.valid("query");
  const [rows, counts] = await Promise.all([
    push.list(include_deleted === "true", limit + 1, cursor.decode(after)),
    push.pushCounts(),
  ]);
  const page = toPage(rows, limit, ({ id }) => cursor.encode(id));
  return ok(c, { ...page, items: page.items.map((row) => targetView(row, counts)) });
});
