import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation, principalOf } from "../http/context.ts";
import {
  body,
  callerOf,
  checkPassword,
  GivenPassword,
  NewPassword,
  Renewed,
  setCookies,
} from "./auth-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/auth/password",
  tags: ["account"],
  summary: "Change one's own password; all other sessions end",
  request: { body: body(z.strictObject({ current_password: GivenPassword, new_password: NewPassword })) },
  responses: { 200: answer("Changed", Renewed), ...errors(400, 413, 415, 422) },
});

export const changePassword = operation("person", route, async (c) => {
  const { current_password: current, new_password: next } = c.req.valid("json");
  const { userId: id, username } = principalOf(c);
  checkPassword(next, "new_password", username);
  const renewed = await c
    .get("services")
    .people.auth.changePassword({ id, username }, { current, next }, callerOf(c));
  setCookies(c, renewed);
  audit(c, { action: "password.change", record: `user:${id}` });
  return ok(c, { token: renewed.token });
});
