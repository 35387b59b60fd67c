import { createRoute, z } from "@hono/zod-openapi";
import { checkNotSelf, userInReach, userToChange } from "../../iam/directory/user-rules.ts";
import { deleteUserRow } from "../../iam/directory/user-store.ts";
import { checkLiving } from "../../iam/problem.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { accessChanged, IdParam, Restore, restoreOf } from "../http/fields.ts";
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
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const before = await userToChange(db, principal, id);
  checkLiving(`user ${before.username}`, before);
  checkNotSelf(principal, id, "delete themselves");
  await deleteUserRow(db, id, clock.now());
  const user = await userInReach(db, principal, id);
  accessChanged(c, { action: "user.delete", record: `user:${id}`, before: userNote(before) });
  return ok(c, { user: userView(user), restore: restoreOf("users", id) });
});
