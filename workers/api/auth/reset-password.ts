import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { body, checkPassword, Done, NewPassword } from "./auth-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/auth/password/reset",
  tags: ["sign-in"],
  summary: "Set a new password with the token of the mailed link; all sessions end",
  request: {
    body: body(z.strictObject({ token: z.string().min(1, "is empty").max(200), new_password: NewPassword })),
  },
  responses: { 200: answer("Set; sign in with it", Done), ...errors(400, 413, 415, 422) },
});

export const resetPassword = operation("public", route, async (c) => {
  const { token, new_password } = c.req.valid("json");
  const { auth } = c.get("services").people;
  const user = await auth.userOfReset(token);
  if (user) checkPassword(new_password, "new_password", user.username);
  audit(c, {
    action: "password.reset",
    ...(user && { record: `user:${user.id}`, actor: user.username, userId: user.id }),
  });
  await auth.resetPassword(token, new_password);
  return ok(c, { done: true as const });
});
