import { createRoute, z } from "@hono/zod-openapi";
import {
  checkDepartmentChoice,
  checkNotSelf,
  checkRoleChoice,
  userInReach,
  userToChange,
} from "../../iam/directory/user-rules.ts";
import { updateUser as write } from "../../iam/directory/user-store.ts";
import { checkLiving } from "../../iam/problem.ts";
import { Email } from "../auth/auth-view.ts";
import { EXAMPLE_DEPARTMENT_ID } from "../departments/examples.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { accessChanged, Id, IdParam, Ids, Line } from "../http/fields.ts";
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
        name: Line.optional(),
        email: Email.optional(),
        department_id: Id.nullable().optional(),
        role_ids: Ids.optional().describe("All of them: the others are taken away"),
        disabled: z.boolean().optional(),
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
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const { name, email, department_id: departmentId, role_ids: roleIds, disabled } = c.req.valid("json");
  const before = await userToChange(db, principal, id);
  checkLiving(`user ${before.username}`, before);
  if (roleIds !== undefined) checkNotSelf(principal, id, "change their own roles");
  if (disabled) checkNotSelf(principal, id, "disable themselves");
  if (departmentId !== undefined && departmentId !== before.departmentId) {
    await checkDepartmentChoice(db, principal, departmentId);
  }
  if (roleIds !== undefined) await checkRoleChoice(db, principal, roleIds);
  await write(db, id, { name, email, departmentId, disabled, roleIds }, clock.now());
  const after = await userInReach(db, principal, id);
  accessChanged(c, {
    action: "user.update",
    record: `user:${id}`,
    before: userNote(before),
    after: userNote(after),
  });
  return ok(c, userView(after));
});
