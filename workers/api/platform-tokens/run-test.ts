import { createRoute, z } from "@hono/zod-openapi";
import { Outcome } from "../../../shared/contracts/platform.ts";
import type { TokenSpec } from "../../../shared/contracts/resource-pool.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { existingResource, noResource } from "../resources/resource-view.ts";
import { exampleToken } from "./examples.ts";
import { platformOf, TokenView, tokenView } from "./token-view.ts";

const Tested = z.object({
  ok: z.boolean(),
  ms: z.number().int(),
  step: z.enum(["permit", "request", "answer"]).describe("`permit`: the platform was not asked"),
  outcome: Outcome.nullable(),
  error: z.string().nullable(),
  platform_token: TokenView.describe("With what the test did to its health"),
});

const route = createRoute({
  operationId: "testPlatformToken",
  method: "post",
  path: "/api/v1/platform-tokens/{id}/test",
  tags: ["platform-tokens"],
  summary: "Ask the platform for one list page with the token, within the pace that all share",
  request: { params: IdParam },
  responses: {
    200: okResponse("How it went", Tested, {
      ok: true,
      ms: 412,
      step: "answer",
      outcome: "ok",
      error: null,
      platform_token: exampleToken,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const testPlatformToken = operation("proxies:write", route, async (c) => {
  const services = c.get("services");
  const pool = services.pool("token");
  const { id } = c.req.valid("param");
  const found = await pool.reveal(id);
  if (!found) throw noResource("token", id);
  const { resource, sealed } = found;
  assertNotDeleted(`platform token ${resource.name}`, resource);
  const value = await services.vault.open("token", id, sealed ?? "");
  const token = { ...(resource.spec as TokenSpec), value };
  const probe = await services.probes.token(platformOf(resource), token);
  const { ok: good, ms, step, outcome, error } = probe;
  if (outcome) await pool.note(id, { outcome, requests: 1, error: error ?? undefined });
  audit(c, {
    action: "platform-token.test",
    record: `platform-token:${id}`,
    after: { ok: good, step, outcome, error },
  });
  const after = tokenView(await existingResource(c, "token", id));
  return ok(c, { ok: good, ms, step, outcome, error, platform_token: after });
});
