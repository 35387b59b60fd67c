import { createRoute } from "@hono/zod-openapi";
import { assertDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, recordAccessChange } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleUser } from "./examples.ts";
import { UserView, userNote, userView } from "./user-view.ts";

const route = createRoute({
  operationId: "restoreUser",
  method: "post",
  path: "/api/v1/users/{id}/restore",
  tags: ["users"],
  summary: "Bring a deleted user back, with their roles and keys",
  request: { params: IdParam },
  responses: { 200: okResponse("The user", UserView, exampleUser), ...errorResponses(404, 409, 413, 422) },
});

export const restoreUser = operation("users:write", route, async (c) => {
  const { users, userRules } = c.get("services").identity;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const before = await userRules.userToChange(principal, id);
  assertDeleted(`user ${before.username}`, before);
  await userRules.checkDepartmentActive(before);
  await users.restore(id);
  const user = await userRules.userInReach(principal, id);
  recordAccessChange(c, { action: "user.restore", record: `user:${id}`, after: userNote(user) });
  return ok(c, userView(user));
});
