import { createRoute } from "@hono/zod-openapi";
import { validationError } from "../../../shared/errors/validation.ts";
import { body } from "../auth/auth-view.ts";
import { answer, created, errors } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { checkCreated, existingResource } from "../resources/resource-view.ts";
import { NewProxy, nameOf, ProxyView, proxyView, storedProxy } from "./proxy-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/proxies",
  tags: ["proxies"],
  summary: "Add a proxy; its credentials are kept encrypted",
  request: { body: body(NewProxy) },
  responses: { 201: answer("Created", ProxyView), ...errors(400, 409, 413, 415, 422) },
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
      dailyBudget: daily_budget,
      enabled,
      expiresAt: null,
      note,
    },
  ]);
  checkCreated("proxy", made);
  const after = proxyView(await existingResource(c, "proxy", id));
  audit(c, { action: "proxy.create", record: `proxy:${id}`, after });
  return created(c, after);
});
