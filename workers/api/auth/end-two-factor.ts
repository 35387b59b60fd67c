import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation, principalOf } from "../http/context.ts";
import { body, callerOf, GivenPassword, Renewed, setCookies } from "./auth-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/auth/two-factor/end",
  tags: ["account"],
  summary: "Sign in without a second factor from now on",
  request: { body: body(z.strictObject({ password: GivenPassword })) },
  responses: { 200: answer("No longer in use", Renewed), ...errors(400, 413, 415, 422) },
});

export const endTwoFactor = operation("person", route, async (c) => {
  const { userId, username } = principalOf(c);
  const renewed = await c
    .get("services")
    .people.auth.endTwoFactor(username, c.req.valid("json").password, callerOf(c));
  setCookies(c, renewed);
  audit(c, { action: "two-factor.end", record: `user:${userId}` });
  return ok(c, { token: renewed.token });
});
