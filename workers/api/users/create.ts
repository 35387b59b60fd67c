import { createRoute, z } from "@hono/zod-openapi";
import { makeInitialPassword } from "../../iam/directory/initial-password.ts";
import { Email, Username } from "../auth/auth-view.ts";
import { EXAMPLE_DEPARTMENT_ID } from "../departments/examples.ts";
import { created, createdResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id, Ids, recordAccessChange, SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_ROLE_ID } from "../roles/examples.ts";
import { exampleUser } from "./examples.ts";
import { UserView, userNote, userView } from "./user-view.ts";

const Made = z.object({
  user: UserView,
  password: z.string().describe("Shown once; to be changed at the first sign-in"),
});

const route = createRoute({
  operationId: "createUser",
  method: "post",
  path: "/api/v1/users",
  tags: ["users"],
  summary: "Create a user, with a first password",
  request: {
    body: jsonBody(
      z.strictObject({
        username: Username,
        name: SingleLineText,
        email: Email,
        department_id: Id.nullable().default(null),
        role_ids: Ids,
      }),
      {
        username: "lin.operator",
        name: "Lin",
        email: "lin.operator@example.com",
        department_id: EXAMPLE_DEPARTMENT_ID,
        role_ids: [EXAMPLE_ROLE_ID],
      },
    ),
  },
  responses: {
    201: createdResponse("Created", Made, {
      user: { ...exampleUser, must_change_password: true },
      password: "u7QpWd2XkRmz9TfbNsGa",
    }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createUser = operation("users:write", route, async (c) => {
  const { users, userRules } = c.get("services").identity;
  const principal = principalOf(c);
  const { username, name, email, department_id: departmentId, role_ids: roleIds } = c.req.valid("json");
  await userRules.checkDepartment(principal, departmentId);
  await userRules.checkRoles(principal, roleIds);
  const password = makeInitialPassword();
  const person = { username, name, email, password, departmentId, roleIds, mustChangePassword: true };
  const id = await users.create(person);
  const user = await userRules.userInReach(principal, id);
  recordAccessChange(c, { action: "user.create", record: `user:${id}`, after: userNote(user) });
  return created(c, { user: userView(user), password });
});
