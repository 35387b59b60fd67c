/** Which users a caller may change, and what they may give them. */
import { and, isNull } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { inReach } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { roles } from "../../db/access-schema.ts";
import { within } from "../../db/conditions.ts";
import { checkPower, powerOfRoles, powerOfUser } from "../permissions/grant-limits.ts";
import type { Principal } from "../permissions/principal.ts";
import { checkFound, fieldError } from "../problem.ts";
import { findDepartment } from "./department-store.ts";
import { findUser, type UserRecord } from "./user-store.ts";

/** @throws ApiError not_found too for one of another department */
export async function userInReach(
  db: DrizzleD1Database,
  principal: Principal,
  id: string,
): Promise<UserRecord> {
  const user = await findUser(db, id);
  if (!user || !inReach(principal.reach, { ownerId: user.id, departmentId: user.departmentId })) {
    throw new ApiError("not_found", `no user ${id}`);
  }
  return user;
}

/** @throws ApiError not_found; forbidden for one who may more than the caller */
export async function userToChange(
  db: DrizzleD1Database,
  principal: Principal,
  id: string,
): Promise<UserRecord> {
  const user = await userInReach(db, principal, id);
  checkPower(principal, await powerOfUser(db, id), `user ${user.username}`);
  return user;
}

/** @throws ApiError forbidden for what nobody does to themselves */
export function checkNotSelf(principal: Principal, userId: string, deed: string): void {
  if (principal.userId === userId) throw new ApiError("forbidden", `nobody may ${deed}`);
}

/**
 * May the caller put a user there?
 * @throws ApiError validation_failed
 */
export async function checkDepartmentChoice(
  db: DrizzleD1Database,
  { reach }: Principal,
  departmentId: string | null,
): Promise<void> {
  const refuse = (reason: string) => fieldError("department_id", reason);
  if (departmentId === null) {
    if (reach.kind !== "all") throw refuse("is missing: your reach is a department, so a user needs one");
    return;
  }
  if (reach.kind === "own" || (reach.kind === "departments" && !reach.departments.includes(departmentId))) {
    throw refuse("is not a department within your reach");
  }
  const department = await findDepartment(db, departmentId);
  if (!department || department.deletedAt !== null) throw refuse("is not a department");
}

/**
 * May the caller give these roles?
 * @throws ApiError validation_failed for one that does not exist; forbidden for one that has more than the caller
 */
export async function checkRoleChoice(
  db: DrizzleD1Database,
  principal: Principal,
  roleIds: readonly string[],
): Promise<void> {
  const found = await db
    .select({ id: roles.id, name: roles.name })
    .from(roles)
    .where(and(within(roles.id, roleIds), isNull(roles.deletedAt)));
  checkFound("role_ids", roleIds, found, "role");
  for (const { id, name } of found) checkPower(principal, await powerOfRoles(db, [id]), `role ${name}`);
}

/** @throws ApiError conflict when the user's department is deleted */
export async function checkDepartmentLives(
  db: DrizzleD1Database,
  { departmentId }: Pick<UserRecord, "departmentId">,
): Promise<void> {
  const department = departmentId === null ? null : await findDepartment(db, departmentId);
  if (department && department.deletedAt !== null) {
    throw new ApiError("conflict", `department ${department.name} is deleted; restore it first`);
  }
}
