import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import type { ProxySpec } from "../../../shared/contracts/resource-pool.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { checkProxyAddress } from "../../../shared/domain/proxy-address.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { PROBE_STEPS } from "../../resources/probe-proxy.ts";
import { openCredentials } from "../../resources/secrets.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { existingResource, noResource } from "../resources/resource-view.ts";
import { exampleProxy } from "./examples.ts";
import { ProxyView, proxyView } from "./proxy-view.ts";

const Tested = z.object({
  ok: z.boolean(),
  platform: Platform.describe("Whose host the proxy was asked to connect to"),
  ms: z.number().int(),
  step: z.enum(PROBE_STEPS).describe("The last one taken"),
  error: z.string().nullable(),
  proxy: ProxyView.describe("With what the test did to its health"),
});

const route = createRoute({
  operationId: "testProxy",
  method: "post",
  path: "/api/v1/proxies/{id}/test",
  tags: ["proxies"],
  summary: "Let a proxy connect to a platform's host: a real handshake, at most 10 s",
  request: {
    params: IdParam,
    query: z.strictObject({ platform: Platform.optional().describe("Default: its first") }),
  },
  responses: {
    200: okResponse("How it went", Tested, {
      ok: true,
      platform: "qcwy",
      ms: 184,
      step: "tunnel",
      error: null,
      proxy: exampleProxy,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const testProxy = operation("proxies:write", route, async (c) => {
  const services = c.get("services");
  const pool = services.pool("proxy");
  const { id } = c.req.valid("param");
  const found = await pool.reveal(id);
  if (!found) throw noResource("proxy", id);
  const { resource, sealed } = found;
  assertNotDeleted(`proxy ${resource.name}`, resource);
  const platform = c.req.valid("query").platform ?? resource.platforms[0] ?? PLATFORMS[0];
  const spec = resource.spec as ProxySpec;
  const credentials = await openCredentials(services.vault, id, sealed);
  const target = { ...spec, username: null, password: null, ...credentials };
  // ENVIRONMENT may have changed since the proxy was stored.
  const allowed = checkProxyAddress(spec, services.config.ENVIRONMENT === "local");
  const probe = allowed.ok
    ? await services.probes.proxy(target, platform)
    : {
        ok: false,
        ms: 0,
        step: "connect" as const,
        error: `${allowed.field} ${allowed.reason}`,
        outcome: null,
      };
  // A handshake is not a request: it counts towards health, not towards the budget.
  if (probe.outcome)
    await pool.note(id, { outcome: probe.outcome, requests: 0, error: probe.error ?? undefined });
  const { ok: good, ms, step, error } = probe;
  audit(c, { action: "proxy.test", record: `proxy:${id}`, after: { ok: good, platform, step, error } });
  const proxy = proxyView(await existingResource(c, "proxy", id));
  return ok(c, { ok: good, platform, ms, step, error, proxy });
});
