import { createRoute, z } from "@hono/zod-openapi";
import { createPerson, makeInitialPassword } from "../../iam/directory/set-up.ts";
import { checkDepartmentChoice, checkRoleChoice, userInReach } from "../../iam/directory/user-rules.ts";
import { body, Email, Username } from "../auth/auth-view.ts";
import { answer, created, errors } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { accessChanged, Id, Ids, Line } from "../http/fields.ts";
import { UserView, userNote, userView } from "./user-view.ts";

const Made = z.object({
  user: UserView,
  password: z.string().describe("Shown once; to be changed at the first sign-in"),
});

const route = createRoute({
  method: "post",
  path: "/api/v1/users",
  tags: ["users"],
  summary: "Create a user, with a first password",
  request: {
    body: body(
      z.strictObject({
        username: Username,
        name: Line,
        email: Email,
        department_id: Id.nullable().default(null),
        role_ids: Ids,
      }),
    ),
  },
  responses: { 201: answer("Created", Made), ...errors(400, 409, 413, 415, 422) },
});

export const createUser = operation("users:write", route, async (c) => {
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const principal = principalOf(c);
  const { username, name, email, department_id: departmentId, role_ids: roleIds } = c.req.valid("json");
  await checkDepartmentChoice(db, principal, departmentId);
  await checkRoleChoice(db, principal, roleIds);
  const password = makeInitialPassword();
  const person = { username, name, email, password, departmentId, roleIds, mustChangePassword: true };
  const id = await createPerson(db, person, clock.now());
  const user = await userInReach(db, principal, id);
  accessChanged(c, { action: "user.create", record: `user:${id}`, after: userNote(user) });
  return created(c, { user: userView(user), password });
});
