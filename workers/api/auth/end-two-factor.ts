import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { callerOf, GivenPassword, Renewed, setCookies } from "./auth-view.ts";
import { EXAMPLE_SESSION_TOKEN } from "./examples.ts";

const route = createRoute({
  operationId: "endTwoFactor",
  method: "post",
  path: "/api/v1/auth/two-factor/end",
  tags: ["account"],
  summary: "Sign in without a second factor from now on",
  request: {
    body: jsonBody(z.strictObject({ password: GivenPassword }), { password: "correct horse battery staple" }),
  },
  responses: {
    200: okResponse("No longer in use", Renewed, { token: EXAMPLE_SESSION_TOKEN }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const endTwoFactor = operation("person", route, async (c) => {
  const { userId: id, username } = principalOf(c);
  audit(c, { action: "two-factor.end", record: `user:${id}` });
  const renewed = await c
    .get("services")
    .identity.auth.endTwoFactor({ id, username }, c.req.valid("json").password, callerOf(c));
  setCookies(c, renewed);
  return ok(c, { token: renewed.token });
});
