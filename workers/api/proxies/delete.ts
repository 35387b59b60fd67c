import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleDeleted } from "../resources/examples.ts";
import { noResource } from "../resources/resource-view.ts";
import { EXAMPLE_PROXY_ID, exampleProxy } from "./examples.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const route = createRoute({
  operationId: "deleteProxy",
  method: "delete",
  path: "/api/v1/proxies/{id}",
  tags: ["proxies"],
  summary: "Delete a proxy: the node that has it loses it; it can be restored",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted proxy", z.object({ proxy: ProxyView, restore: Restore }), {
      proxy: { ...exampleProxy, ...exampleDeleted },
      restore: restoreOf("proxies", EXAMPLE_PROXY_ID),
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteProxy = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const deleted = proxyView(
    unwrap(await c.get("services").pool("proxy").delete(id), () => noResource("proxy", id)),
  );
  audit(c, { action: "proxy.delete", record: `proxy:${id}`, before: { ...deleted, deleted_at: null } });
  return ok(c, { proxy: deleted, restore: restoreOf("proxies", id) });
});
