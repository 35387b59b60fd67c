import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { checkNotSelf } from "../../iam/directory/user-rules.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { IdParam, Restore, recordAccessChange, restoreOf } from "../http/fields.ts";
import { UserView, userNote, userView } from "./user-view.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/users/{id}",
  tags: ["users"],
  summary: "Delete a user; sessions end and keys stop; can be restored",
  request: { params: IdParam },
  responses: {
    200: answer("The deleted user", z.object({ user: UserView, restore: Restore })),
    ...errors(404, 409, 413, 422),
  },
});

export const deleteUser = operation("users:write", route, async (c) => {
  const { users, userRules } = c.get("services").identity;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const before = await userRules.userToChange(principal, id);
  assertNotDeleted(`user ${before.username}`, before);
  checkNotSelf(principal, id, "delete themselves");
  await users.delete(id);
  const user = await userRules.userInReach(principal, id);
  recordAccessChange(c, { action: "user.delete", record: `user:${id}`, before: userNote(before) });
  return ok(c, { user: userView(user), restore: restoreOf("users", id) });
});
