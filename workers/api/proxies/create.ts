import { createRoute } from "@hono/zod-openapi";
import { validationError } from "../../../shared/errors/validation.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleUnused } from "../resources/examples.ts";
import { checkCreated, existingResource } from "../resources/resource-view.ts";
import { exampleProxy } from "./examples.ts";
import { NewProxy, nameOf, ProxyView, proxyView, storedProxy } from "./proxy-view.ts";

const route = createRoute({
  operationId: "createProxy",
  method: "post",
  path: "/api/v1/proxies",
  tags: ["proxies"],
  summary: "Add a proxy; its credentials are kept encrypted",
  request: {
    body: jsonBody(NewProxy, {
      name: "Shanghai 3",
      protocol: "socks5",
      host: "sh3.vendor.net",
      port: 1080,
      username: "crawler",
      password: "correct horse",
      platforms: ["qcwy", "zhilian"],
      daily_budget: 2000,
    }),
  },
  responses: {
    201: createdResponse("Created", ProxyView, { ...exampleProxy, ...exampleUnused }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createProxy = operation("proxies:write", route, async (c) => {
  const services = c.get("services");
  const { platforms, daily_budget, enabled, note, ...wanted } = c.req.valid("json");
  const id = crypto.randomUUID();
  const stored = await storedProxy(services, id, wanted);
  if (!stored.ok) throw validationError([stored.problem]);
  const [made] = await services.pool("proxy").create([
    {
      ...stored.value,
      id,
      name: nameOf(wanted),
      platforms,
      daily_budget,
      enabled,
      expires_at: null,
      note,
    },
  ]);
  checkCreated("proxy", made);
  const after = proxyView(await existingResource(c, "proxy", id));
  audit(c, { action: "proxy.create", record: `proxy:${id}`, after });
  return created(c, after);
});
