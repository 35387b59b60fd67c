import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { body, callerOf, Done } from "./auth-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/auth/password/forgot",
  tags: ["sign-in"],
  summary: "Ask for a link to set a new password; the answer is the same for an unknown account",
  request: {
    body: body(
      z.strictObject({
        account: z.string().trim().min(1, "is empty").max(200).describe("User name or e-mail address"),
      }),
    ),
  },
  responses: {
    200: answer("If there is such an account, a mail is on its way", Done),
    ...errors(400, 413, 415, 422),
  },
});

export const forgotPassword = operation("public", route, async (c) => {
  const { account } = c.req.valid("json");
  audit(c, { action: "password.forget", actor: account });
  await c.get("services").people.auth.forgotPassword(account, callerOf(c));
  return ok(c, { done: true as const }, "if there is such an account, a mail is on its way");
});
