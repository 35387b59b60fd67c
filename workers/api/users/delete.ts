import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { checkNotSelf } from "../../iam/directory/user-rules.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, recordAccessChange, restoreOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_USER_ID, exampleUser } from "./examples.ts";
import { UserView, userNote, userView } from "./user-view.ts";

const route = createRoute({
  operationId: "deleteUser",
  method: "delete",
  path: "/api/v1/users/{id}",
  tags: ["users"],
  summary: "Delete a user; sessions end and keys stop; can be restored",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted user", z.object({ user: UserView, restore: Restore }), {
      user: { ...exampleUser, deleted_at: EXAMPLE_NOW },
      restore: restoreOf("users", EXAMPLE_USER_ID),
    }),
    ...errorResponses(404, 409, 413, 422),
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
