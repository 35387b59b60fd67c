import { createRoute, z } from "@hono/zod-openapi";
import { makeInitialPassword, setInitialPassword } from "../../iam/directory/set-up.ts";
import { checkNotSelf, userToChange } from "../../iam/directory/user-rules.ts";
import { endSecondFactor } from "../../iam/directory/user-store.ts";
import { checkLiving } from "../../iam/problem.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { accessChanged, IdParam } from "../http/fields.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/users/{id}/password",
  tags: ["users"],
  summary: "Give a user a new first password; their sessions end",
  request: {
    params: IdParam,
    body: {
      ...body(
        z.strictObject({
          reset_two_factor: z.boolean().optional().describe("Sign in without the second factor from now on"),
        }),
      ),
      required: false,
    },
  },
  responses: {
    200: answer(
      "The password",
      z.object({ password: z.string().describe("Shown once; to be changed at the first sign-in") }),
    ),
    ...errors(400, 404, 409, 413, 415, 422),
  },
});

export const setUserPassword = operation("users:write", route, async (c) => {
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const { reset_two_factor = false } = c.req.valid("json");
  const user = await userToChange(db, principal, id);
  checkLiving(`user ${user.username}`, user);
  checkNotSelf(principal, id, "set their own password here; POST /api/v1/auth/password asks for the old one");
  const password = makeInitialPassword();
  await setInitialPassword(db, id, password, clock.now());
  if (reset_two_factor) await endSecondFactor(db, id);
  accessChanged(c, { action: "user.password", record: `user:${id}`, after: { reset_two_factor } });
  return ok(c, { password });
});
