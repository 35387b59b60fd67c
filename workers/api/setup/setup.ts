import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { timingSafeEqual } from "hono/utils/buffer";
import { Scope } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { FIRST_ADMIN } from "../../iam/directory/first-admin.ts";
import { makeInitialPassword } from "../../iam/directory/initial-password.ts";
import { Email, EndApiKeys, endApiKeys } from "../auth/auth-view.ts";
import { ok, okResponse } from "../http/answers.ts";
import { type ApiEnv, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";

const token = z.string().min(1, "is empty").max(200).describe("The secret SETUP_TOKEN");

const Setup = z.discriminatedUnion("action", [
  z.strictObject({
    setup_token: token,
    action: z.literal("create_admin"),
    email: Email.default("admin@localhost.localdomain"),
  }),
  z.strictObject({
    setup_token: token,
    action: z.literal("reset_admin"),
    end_api_keys: EndApiKeys.default(true),
  }),
  z.strictObject({
    setup_token: token,
    action: z.literal("create_key"),
    name: z.string().trim().min(1, "is empty").max(100).describe("Replaces the key of this name"),
    scopes: z.array(Scope).min(1, "is empty"),
  }),
]);
type Setup = z.infer<typeof Setup>;

const Made = z.object({
  username: z.string(),
  password: z.string().nullable().describe("Shown once; to be changed at the first sign-in"),
  api_key: z.string().nullable().describe("Shown once"),
});

const route = createRoute({
  operationId: "runSetup",
  method: "post",
  path: "/api/v1/setup",
  tags: ["sign-in"],
  summary:
    "With SETUP_TOKEN: make the first admin (once), give that admin a new password, or make a key of theirs",
  request: {
    body: jsonBody(Setup, { setup_token: "SETUP_TOKEN", action: "create_admin", email: "you@example.com" }),
  },
  responses: {
    200: okResponse("What was made", Made, {
      username: "admin",
      password: "u7QpWd2XkRmz9TfbNsGa",
      api_key: null,
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

async function carryOut(c: Context<ApiEnv>, setup: Setup): Promise<z.infer<typeof Made>> {
  const { apiKeys, firstAdmin } = c.get("services").identity;
  const nothing = { username: FIRST_ADMIN, password: null, api_key: null };
  if (setup.action === "create_key") {
    const userId = await firstAdmin.get();
    await apiKeys.revokeNamed(userId, setup.name);
    const { name, scopes } = setup;
    const { key, record } = await apiKeys.create({
      userId,
      name,
      node: null,
      scopes,
      expiresAt: null,
      madeWith: null,
    });
    audit(c, { action: "api-key.create", record: `api-key:${record.id}`, userId, after: { name, scopes } });
    return { ...nothing, api_key: key };
  }
  const password = makeInitialPassword();
  const userId =
    setup.action === "create_admin"
      ? await firstAdmin.create({ email: setup.email, password })
      : await firstAdmin.reset(password);
  const ended = await endApiKeys(c, userId, setup.action === "reset_admin" && setup.end_api_keys);
  audit(c, { action: `setup.${setup.action}`, record: `user:${userId}`, userId, after: ended });
  return { ...nothing, password };
}

export const runSetup = operation("public", route, async (c) => {
  const setup = c.req.valid("json");
  const { config, identity } = c.get("services");
  // Hashes are compared, so that the time taken reveals neither content nor length.
  if (!config.SETUP_TOKEN || !(await timingSafeEqual(setup.setup_token, config.SETUP_TOKEN))) {
    audit(c, { action: "setup.refuse" });
    throw new ApiError("invalid_credentials", "setup_token is wrong, or the secret SETUP_TOKEN is not set");
  }
  await identity.permissions.sync();
  const made = await carryOut(c, setup);
  identity.forgetPrincipals();
  return ok(c, made);
});
