import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { checkNotSelf } from "../../iam/directory/user-rules.ts";
import { CurrentPassword, confirmPassword, Email } from "../auth/auth-view.ts";
import { EXAMPLE_DEPARTMENT_ID } from "../departments/examples.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id, IdParam, Ids, recordAccessChange, SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleUser } from "./examples.ts";
import { UserView, userNote, userView } from "./user-view.ts";

const route = createRoute({
  operationId: "updateUser",
  method: "patch",
  path: "/api/v1/users/{id}",
  tags: ["users"],
  summary: "Change a user; disabling ends their sessions",
  request: {
    params: IdParam,
    body: jsonBody(
      z.strictObject({
        name: SingleLineText.optional(),
        email: Email.optional().describe("One's own: with current_password. The old address is told"),
        department_id: Id.nullable().optional(),
        role_ids: Ids.optional().describe("All of them: the others are taken away"),
        disabled: z.boolean().optional(),
        current_password: CurrentPassword,
      }),
      { department_id: EXAMPLE_DEPARTMENT_ID, disabled: true },
    ),
  },
  responses: {
    200: okResponse("The user", UserView, { ...exampleUser, disabled: true }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateUser = operation("users:write", route, async (c) => {
  const { identity } = c.get("services");
  const { users, userRules } = identity;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const { name, department_id: departmentId, role_ids: roleIds, disabled, ...rest } = c.req.valid("json");
  const before = await userRules.userToChange(principal, id);
  assertNotDeleted(`user ${before.username}`, before);
  if (roleIds !== undefined) checkNotSelf(principal, id, "change their own roles");
  if (disabled) checkNotSelf(principal, id, "disable themselves");
  if (departmentId !== undefined && departmentId !== before.departmentId) {
    await userRules.checkDepartment(principal, departmentId);
  }
  if (roleIds !== undefined) await userRules.checkRoles(principal, roleIds);
  // An address that stays as it is counts as no change.
  const email = rest.email === before.email ? undefined : rest.email;
  if (email !== undefined && principal.userId === id) {
    if (principal.sessionId === null)
      throw new ApiError("forbidden", "no API key may change the e-mail address of its own account");
    audit(c, { action: "user.update", record: `user:${id}` });
    await confirmPassword(c, rest.current_password);
  }
  await users.update(id, { name, email, departmentId, disabled, roleIds });
  if (email !== undefined) identity.tellOldAddress(before);
  const after = await userRules.userInReach(principal, id);
  recordAccessChange(c, {
    action: "user.update",
    record: `user:${id}`,
    before: userNote(before),
    after: userNote(after),
  });
  return ok(c, userView(after));
});
