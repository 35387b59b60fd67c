import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleIdle } from "../resources/examples.ts";
import { existingResource, noResource } from "../resources/resource-view.ts";
import { exampleProxy } from "./examples.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const route = createRoute({
  operationId: "releaseProxy",
  method: "post",
  path: "/api/v1/proxies/{id}/release",
  tags: ["proxies"],
  summary: "End lease and quarantine of a proxy: it may be leased at once",
  request: { params: IdParam },
  responses: {
    200: okResponse("The proxy", ProxyView, { ...exampleProxy, ...exampleIdle }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const releaseProxy = operation("proxies:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const { lease, quarantine } = await existingResource(c, "proxy", id);
  const after = proxyView(
    unwrap(await c.get("services").pool("proxy").unquarantine(id), () => noResource("proxy", id)),
  );
  audit(c, { action: "proxy.release", record: `proxy:${id}`, before: { lease, quarantine } });
  return ok(c, after);
});
