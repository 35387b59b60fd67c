import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { setRoleDeleted } from "../../iam/directory/role-store.ts";
import { checkLiving } from "../../iam/problem.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { accessChanged, IdParam, Restore, restoreOf } from "../http/fields.ts";
import { existingRole, RoleView, roleToChange, roleView } from "./role-view.ts";

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
