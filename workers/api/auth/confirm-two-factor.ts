import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { callerOf, Renewed, setCookies } from "./auth-view.ts";
import { EXAMPLE_SESSION_TOKEN } from "./examples.ts";

const route = createRoute({
  operationId: "confirmTwoFactor",
  method: "post",
  path: "/api/v1/auth/two-factor/confirm",
  tags: ["account"],
  summary: "Confirm the authenticator app with a code: from now on a sign-in needs one",
  request: {
    body: jsonBody(
      z.strictObject({
        code: z
          .string()
          .trim()
          .regex(/^\d{6}$/, "is not six digits"),
      }),
      { code: "492039" },
    ),
  },
  responses: {
    200: okResponse("In use", Renewed, { token: EXAMPLE_SESSION_TOKEN }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const confirmTwoFactor = operation("person", route, async (c) => {
  const { userId: id, username } = principalOf(c);
  audit(c, { action: "two-factor.use", record: `user:${id}` });
  const renewed = await c
    .get("services")
    .identity.auth.confirmTwoFactor({ id, username }, c.req.valid("json").code, callerOf(c));
  setCookies(c, renewed);
  return ok(c, { token: renewed.token });
});
