import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation, principalOf } from "../http/context.ts";
import { body, callerOf, Renewed, setCookies } from "./auth-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/auth/two-factor/confirm",
  tags: ["account"],
  summary: "Confirm the authenticator app with a code: from now on a sign-in needs one",
  request: {
    body: body(
      z.strictObject({
        code: z
          .string()
          .trim()
          .regex(/^\d{6}$/, "is not six digits"),
      }),
    ),
  },
  responses: { 200: answer("In use", Renewed), ...errors(400, 413, 415, 422) },
});

export const confirmTwoFactor = operation("person", route, async (c) => {
  const renewed = await c.get("services").people.auth.confirmTwoFactor(c.req.valid("json").code, callerOf(c));
  setCookies(c, renewed);
  audit(c, { action: "two-factor.use", record: `user:${principalOf(c).userId}` });
  return ok(c, { token: renewed.token });
});
