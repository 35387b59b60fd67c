import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../../shared/errors/codes.ts";
import { checkLiving } from "../../../access/problem.ts";
import { setRoleDeleted } from "../../../access/role-store.ts";
import { existingRole, RoleView, roleToChange, roleView } from "../../access/role-view.ts";
import { answer, errors, ok } from "../../answers.ts";
import { operation, principalOf } from "../../context.ts";
import { accessChanged, IdParam, Restore, restoreOf } from "../../fields.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/roles/{id}",
  tags: ["roles"],
  summary: "Delete a role: who has it loses what it grants, until it is restored",
  request: { params: IdParam },
  responses: {
    200: answer("The deleted role", z.object({ role: RoleView, restore: Restore })),
    ...errors(404, 409, 413, 422),
  },
});

export const deleteRole = operation("access:write", route, async (c) => {
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const { id } = c.req.valid("param");
  const before = await roleToChange(db, principalOf(c), id);
  checkLiving(`role ${before.name}`, before);
  if (before.builtIn) throw new ApiError("invalid_state", "a built-in role can't be deleted");
  const now = clock.now();
  await setRoleDeleted(db, id, now, now);
  accessChanged(c, { action: "role.delete", record: `role:${id}`, before: roleView(before) });
  return ok(c, { role: roleView(await existingRole(db, id)), restore: restoreOf("roles", id) });
});
