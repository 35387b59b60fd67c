import { createRoute, z } from "@hono/zod-openapi";
import type { ProxySpec, ResourceFields } from "../../../shared/contracts/resource-pool.ts";
import { validationError } from "../../../shared/errors/validation.ts";
import { openCredentials } from "../../resources/secrets.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleIdle } from "../resources/examples.ts";
import { noResource } from "../resources/resource-view.ts";
import { exampleProxy } from "./examples.ts";
import { ProxyView, proxyFields, proxyView, storedProxy } from "./proxy-view.ts";

const route = createRoute({
  operationId: "updateProxy",
  method: "patch",
  path: "/api/v1/proxies/{id}",
  tags: ["proxies"],
  summary: "Change a proxy; credentials that are left out stay, null takes them away",
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject(proxyFields).partial(), { password: "new horse", daily_budget: 1000 }),
  },
  responses: {
    200: okResponse("The proxy", ProxyView, { ...exampleProxy, ...exampleIdle, daily_budget: 1000 }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateProxy = operation("proxies:write", route, async (c) => {
  const services = c.get("services");
  const pool = services.pool("proxy");
  const { id } = c.req.valid("param");
  const { protocol, host, port, username, password, daily_budget, ...words } = c.req.valid("json");
  const before = await pool.reveal(id);
  if (!before) throw noResource("proxy", id);
  const change: Partial<ResourceFields> = { ...words };
  if (daily_budget !== undefined) change.daily_budget = daily_budget;
  if ([protocol, host, port, username, password].some((given) => given !== undefined)) {
    const old = { ...(before.resource.spec as ProxySpec), username: null, password: null };
    const kept = username === null ? null : await openCredentials(services.vault, id, before.sealed);
    const given = { protocol, host, port, username, password: username === null ? null : password };
    const stored = await storedProxy(services, id, { ...old, ...kept, ...withoutUndefined(given) });
    if (!stored.ok) throw validationError([stored.problem]);
    Object.assign(change, stored.value);
  }
  const after = proxyView(unwrap(await pool.update(id, change), () => noResource("proxy", id)));
  audit(c, { action: "proxy.update", record: `proxy:${id}`, before: proxyView(before.resource), after });
  return ok(c, after);
});

const withoutUndefined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
