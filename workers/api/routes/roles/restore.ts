import { createRoute } from "@hono/zod-openapi";
import { checkDeleted } from "../../../access/problem.ts";
import { setRoleDeleted } from "../../../access/role-store.ts";
import { existingRole, RoleView, roleToChange, roleView } from "../../access/role-view.ts";
import { answer, errors, ok } from "../../answers.ts";
import { operation, principalOf } from "../../context.ts";
import { accessChanged, IdParam } from "../../fields.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/roles/{id}/restore",
  tags: ["roles"],
  summary: "Bring a deleted role back, to those who had it too",
  request: { params: IdParam },
  responses: { 200: answer("The role", RoleView), ...errors(404, 409, 413, 422) },
});

export const restoreRole = operation("access:write", route, async (c) => {
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const { id } = c.req.valid("param");
  const before = await roleToChange(db, principalOf(c), id);
  checkDeleted(`role ${before.name}`, before);
  await setRoleDeleted(db, id, null, clock.now());
  const after = roleView(await existingRole(db, id));
  accessChanged(c, { action: "role.restore", record: `role:${id}`, after });
  return ok(c, after);
});
