import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { currentView, TargetView } from "./target-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/push-targets/{id}",
  tags: ["push targets"],
  summary: "Show one push target",
  request: { params: IdParam },
  responses: { 200: answer("The push target", TargetView), ...errors(404, 422) },
});

export const showPushTarget = operation("read", route, async (c) => {
  const target = await c.get("services").push.find(c.req.valid("param").id);
  return ok(c, await currentView(c, target));
});
