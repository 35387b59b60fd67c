import { createRoute, z } from "@hono/zod-openapi";
import { checkPower } from "../../../access/power.ts";
import { checkMenuIds, insertRole, readGrants } from "../../../access/role-store.ts";
import { existingRole, RoleView, roleFields, roleView } from "../../access/role-view.ts";
import { answer, created, errors } from "../../answers.ts";
import { body } from "../../auth-view.ts";
import { operation, principalOf } from "../../context.ts";
import { accessChanged } from "../../fields.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/roles",
  tags: ["roles"],
  summary: "Create a role",
  request: {
    body: body(
      z.strictObject({
        ...roleFields,
        description: roleFields.description.default(""),
        sees_recruiters: roleFields.sees_recruiters.default(false),
      }),
    ),
  },
  responses: { 201: answer("Created", RoleView), ...errors(400, 409, 413, 415, 422) },
});

export const createRole = operation("access:write", route, async (c) => {
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const wanted = c.req.valid("json");
  const { name, description, reach, sees_recruiters, permission_ids, menu_ids } = wanted;
  const permissions = await readGrants(db, permission_ids);
  await checkMenuIds(db, menu_ids);
  checkPower(
    principalOf(c),
    { superuser: false, reach, seesRecruiters: sees_recruiters, permissions },
    `the role ${name}`,
  );
  const role = {
    name,
    description,
    reach,
    seesRecruiters: sees_recruiters,
    permissionIds: permission_ids,
    menuIds: menu_ids,
  };
  const id = await insertRole(db, role, clock.now());
  accessChanged(c, { action: "role.create", record: `role:${id}`, after: wanted });
  return created(c, roleView(await existingRole(db, id)));
});
