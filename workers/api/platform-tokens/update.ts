import { createRoute, z } from "@hono/zod-openapi";
import type { ResourceFields, TokenSpec } from "../../../shared/contracts/resource-pool.ts";
import { validationError } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleIdle } from "../resources/examples.ts";
import { noResource } from "../resources/resource-view.ts";
import { exampleToken } from "./examples.ts";
import { platformOf, storedToken, TokenView, tokenFields, tokenView } from "./token-view.ts";

const route = createRoute({
  operationId: "updatePlatformToken",
  method: "patch",
  path: "/api/v1/platform-tokens/{id}",
  tags: ["platform-tokens"],
  summary: "Change a platform token; a value that is left out stays",
  request: { params: IdParam, body: jsonBody(z.strictObject(tokenFields).partial(), { enabled: false }) },
  responses: {
    200: okResponse("The platform token", TokenView, {
      ...exampleToken,
      ...exampleIdle,
      state: "disabled",
      enabled: false,
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updatePlatformToken = operation("proxies:write", route, async (c) => {
  const services = c.get("services");
  const pool = services.pool("token");
  const { id } = c.req.valid("param");
  const { platform, kind, header_name, value, daily_budget, expires_at, ...words } = c.req.valid("json");
  const before = await pool.reveal(id);
  if (!before) throw noResource("token", id);
  const change: Partial<ResourceFields> = { ...words };
  if (daily_budget !== undefined) change.daily_budget = daily_budget;
  if (expires_at !== undefined) change.expires_at = expires_at;
  if ([platform, kind, header_name, value].some((given) => given !== undefined)) {
    const old = before.resource.spec as TokenSpec;
    const sentAs = kind ?? old.sent_as;
    const oldName = sentAs === "header" && old.sent_as === "header" ? old.header_name : null;
    const stored = await storedToken(services, id, {
      platform: platform ?? platformOf(before.resource),
      kind: sentAs,
      headerName: header_name === undefined ? oldName : header_name,
      value: value ?? (await services.vault.open("token", id, before.sealed ?? "")),
    });
    if (!stored.ok) throw validationError([stored.problem]);
    Object.assign(change, stored.value);
  }
  const after = tokenView(unwrap(await pool.update(id, change), () => noResource("token", id)));
  audit(c, {
    action: "platform-token.update",
    record: `platform-token:${id}`,
    before: tokenView(before.resource),
    after,
  });
  return ok(c, after);
});
