import { createRoute, z } from "@hono/zod-openapi";
import { Scope } from "../../../shared/contracts/access.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { CurrentPassword, confirmPassword } from "../auth/auth-view.ts";
import { created, createdResponse, Instant } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { recordAccessChange, SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { ApiKeyView, apiKeyView } from "./api-key-view.ts";
import { exampleApiKey } from "./examples.ts";

/** Start of the year 10000: a later date is a mistake of the caller. */
const LATEST = 253_402_300_800_000;

const Made = z.object({ api_key: ApiKeyView, key: z.string().describe("Shown once") });

const route = createRoute({
  operationId: "createApiKey",
  method: "post",
  path: "/api/v1/api-keys",
  tags: ["api-keys"],
  summary: "Make an API key of one's own, or one for a crawler node",
  request: {
    body: jsonBody(
      z.strictObject({
        name: SingleLineText,
        node: z
          .string()
          .regex(
            /^[A-Za-z0-9][\w.-]{0,63}$/,
            "is not 1 to 64 letters, digits, . _ - beginning with a letter or digit",
          )
          .nullable()
          .default(null)
          .describe(
            "Name of the node: the key then has the node role's permissions. Only for who may register nodes",
          ),
        scopes: z
          .array(Scope)
          .min(1, "is empty")
          .transform((scopes) => [...new Set(scopes)]),
        expires_at: Instant.max(LATEST).nullable().describe("Null: never"),
        current_password: CurrentPassword,
      }),
      {
        name: "nightly import",
        node: null,
        scopes: ["read", "keywords:write"],
        expires_at: EXAMPLE_NOW + 90 * DAY_MS,
        current_password: "correct horse battery staple",
      },
    ),
  },
  responses: {
    201: createdResponse("Created", Made, {
      api_key: { ...exampleApiKey, last_used_at: null },
      key: "jd_9fQ2x…",
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const createApiKey = operation("keys:write", route, async (c) => {
  const { identity, clock } = c.get("services");
  const principal = principalOf(c);
  const { name, node, scopes, expires_at: expiresAt, current_password } = c.req.valid("json");
  if (expiresAt !== null && expiresAt <= clock.now()) throw fieldError("expires_at", "is not in the future");
  await identity.keyRules.checkNewKey(principal, { node, scopes, expiresAt });
  const after = { name, node, scopes, expires_at: expiresAt };
  if (principal.sessionId !== null) {
    audit(c, { action: "api-key.create", after });
    await confirmPassword(c, current_password);
  }
  const wanted = { userId: principal.userId, name, node, scopes, expiresAt, madeWith: principal.keyId };
  const { key, record } = await identity.apiKeys.create(wanted);
  recordAccessChange(c, { action: "api-key.create", record: `api-key:${record.id}`, after });
  return created(c, { api_key: apiKeyView(record), key });
});
