import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { checkNotSelf } from "../../iam/directory/user-rules.ts";
import { body, Email } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { Id, IdParam, Ids, Line, recordAccessChange } from "../http/fields.ts";
import { UserView, userNote, userView } from "./user-view.ts";

const route = createRoute({
  method: "patch",
  path: "/api/v1/users/{id}",
  tags: ["users"],
  summary: "Change a user; disabling ends their sessions",
  request: {
    params: IdParam,
    body: body(
      z.strictObject({
        name: Line.optional(),
        email: Email.optional(),
        department_id: Id.nullable().optional(),
        role_ids: Ids.optional().describe("All of them: the others are taken away"),
        disabled: z.boolean().optional(),
      }),
    ),
  },
  responses: { 200: answer("The user", UserView), ...errors(400, 404, 409, 413, 415, 422) },
});

export const updateUser = operation("users:write", route, async (c) => {
  const { users, userRules } = c.get("services").identity;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const { name, email, department_id: departmentId, role_ids: roleIds, disabled } = c.req.valid("json");
  const before = await userRules.userToChange(principal, id);
  assertNotDeleted(`user ${before.username}`, before);
  if (roleIds !== undefined) checkNotSelf(principal, id, "change their own roles");
  if (disabled) checkNotSelf(principal, id, "disable themselves");
  if (departmentId !== undefined && departmentId !== before.departmentId) {
    await userRules.checkDepartment(principal, departmentId);
  }
  if (roleIds !== undefined) await userRules.checkRoles(principal, roleIds);
  await users.update(id, { name, email, departmentId, disabled, roleIds });
  const after = await userRules.userInReach(principal, id);
  recordAccessChange(c, {
    action: "user.update",
    record: `user:${id}`,
    before: userNote(before),
    after: userNote(after),
  });
  return ok(c, userView(after));
});
