import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { unwrapped } from "../resources/resource-view.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/proxies/{id}",
  tags: ["proxies"],
  summary: "Delete a proxy: the node that has it loses it; it can be restored",
  request: { params: IdParam },
  responses: {
    200: answer("The deleted proxy", z.object({ proxy: ProxyView, restore: Restore })),
    ...errors(404, 409, 413, 422),
  },
});

export const deleteProxy = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const deleted = proxyView(unwrapped("proxy", id, await c.get("services").pool("proxy").delete(id)));
  audit(c, { action: "proxy.delete", record: `proxy:${id}`, before: { ...deleted, deleted_at: null } });
  return ok(c, { proxy: deleted, restore: restoreOf("proxies", id) });
});
