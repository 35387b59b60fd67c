import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { existingResource, unwrapped } from "../resources/resource-view.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/proxies/{id}/release",
  tags: ["proxies"],
  summary: "End lease and quarantine of a proxy: it may be leased at once",
  request: { params: IdParam },
  responses: { 200: answer("The proxy", ProxyView), ...errors(404, 409, 413, 422) },
});

export const releaseProxy = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { lease, quarantine } = await existingResource(c, "proxy", id);
  const after = proxyView(unwrapped("proxy", id, await c.get("services").pool("proxy").free(id)));
  audit(c, { action: "proxy.release", record: `proxy:${id}`, before: { lease, quarantine } });
  return ok(c, after);
});
