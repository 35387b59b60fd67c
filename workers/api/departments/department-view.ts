import { z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import type { DepartmentRecord, DepartmentStore } from "../../iam/directory/department-store.ts";
import type { Principal } from "../../iam/permissions/principal.ts";
import { lifetime, lifetimeOf } from "../http/fields.ts";

export const DepartmentView = z.object({
  id: z.uuid(),
  parent_id: z.uuid().nullable(),
  name: z.string(),
  position: z.number().int(),
  users: z.number().int().describe("How many living users are in it, not counting those below"),
  ...lifetime,
});

export const departmentView = (row: DepartmentRecord): z.infer<typeof DepartmentView> => ({
  id: row.id,
  parent_id: row.parentId,
  name: row.name,
  position: row.position,
  users: row.users,
  ...lifetimeOf(row),
});

/**
 * Whoever may read departments sees the whole tree; a change needs a reach that covers the place. A null
 * place is the top.
 */
const covers = ({ reach }: Principal, place: string | null) =>
  reach.kind === "all" ||
  (reach.kind === "departments" && place !== null && reach.departments.includes(place));

/** The caller's reach must cover the place. @throws ApiError forbidden */
export function checkPlace(principal: Principal, place: string | null): void {
  if (!covers(principal, place)) throw new ApiError("forbidden", "the department is not within your reach");
}

/**
 * The parent must exist, undeleted, within the caller's reach.
 * @throws ApiError validation_failed; forbidden
 */
export async function checkParent(
  departments: Pick<DepartmentStore, "find">,
  principal: Principal,
  parentId: string | null,
): Promise<void> {
  if (parentId !== null) {
    const parent = await departments.find(parentId);
    if (!parent || parent.deletedAt !== null) throw fieldError("parent_id", "is not a department");
  }
  checkPlace(principal, parentId);
}
