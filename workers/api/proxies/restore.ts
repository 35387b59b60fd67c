import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { unwrapped } from "../resources/resource-view.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/proxies/{id}/restore",
  tags: ["proxies"],
  summary: "Bring a deleted proxy back",
  request: { params: IdParam },
  responses: { 200: answer("The proxy", ProxyView), ...errors(404, 409, 413, 422) },
});

export const restoreProxy = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const after = proxyView(unwrapped("proxy", id, await c.get("services").pool("proxy").restore(id)));
  audit(c, { action: "proxy.restore", record: `proxy:${id}`, after });
  return ok(c, after);
});
