import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleTarget } from "./examples.ts";
import { currentView, TargetView } from "./target-view.ts";

const route = createRoute({
  operationId: "showPushTarget",
  method: "get",
  path: "/api/v1/push-targets/{id}",
  tags: ["push targets"],
  summary: "Show one push target",
  request: { params: IdParam },
  responses: { 200: okResponse("The push target", TargetView, exampleTarget), ...errorResponses(404, 422) },
});

export const showPushTarget = operation("read", route, async (c) => {
  const target = await c.get("services").push.get(c.req.valid("param").id);
  return ok(c, await currentView(c, target));
});
