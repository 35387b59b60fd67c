/** Which users a caller may change, and which department and roles they may give. */
import { and, isNull } from "drizzle-orm";
import { inReach } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { checkFound, fieldError } from "../../../shared/errors/validation.ts";
import { roles } from "../../db/access-schema.ts";
import { inList } from "../../db/conditions.ts";
import type { Database } from "../../db/run-batch.ts";
import { assertCanGrant, type GrantStore } from "../permissions/grant-limits.ts";
import type { Principal } from "../permissions/principal.ts";
import type { DepartmentStore } from "./department-store.ts";
import type { UserRecord, UserStore } from "./user-store.ts";

export interface UserRules {
  /** @throws ApiError not_found, also for a user outside the caller's reach */
  userInReach(principal: Principal, id: string): Promise<UserRecord>;
  /** @throws ApiError not_found; forbidden for a user with more permissions than the caller */
  userToChange(principal: Principal, id: string): Promise<UserRecord>;
  /**
   * Checks that the caller may put a user into the department; null is no department.
   * @throws ApiError validation_failed
   */
  checkDepartment(principal: Principal, departmentId: string | null): Promise<void>;
  /**
   * Checks that the caller may give these roles.
   * @throws ApiError validation_failed for a role that does not exist; forbidden for one that has more than the caller
   */
  checkRoles(principal: Principal, roleIds: readonly string[]): Promise<void>;
  /** @throws ApiError conflict when the user's department is deleted */
  checkDepartmentActive(user: Pick<UserRecord, "departmentId">): Promise<void>;
}

/** @throws ApiError forbidden when callers apply to themselves what only others may do to them */
export function checkNotSelf(principal: Principal, userId: string, deed: string): void {
  if (principal.userId === userId) throw new ApiError("forbidden", `nobody may ${deed}`);
}

export function createUserRules(
  db: Database,
  { users, departments, grants }: { users: UserStore; departments: DepartmentStore; grants: GrantStore },
): UserRules {
  async function userInReach(principal: Principal, id: string): Promise<UserRecord> {
    const user = await users.find(id);
    if (!user || !inReach(principal.reach, { ownerId: user.id, departmentId: user.departmentId })) {
      throw new ApiError("not_found", `no user ${id}`);
    }
    return user;
  }

  return {
    userInReach,
    async userToChange(principal, id) {
      const user = await userInReach(principal, id);
      assertCanGrant(principal, await grants.grantsOfUser(id), `user ${user.username}`);
      return user;
    },
    async checkDepartment({ reach }, departmentId) {
      const refuse = (reason: string) => fieldError("department_id", reason);
      if (departmentId === null) {
        if (reach.kind !== "all") throw refuse("is missing: your reach is a department, so a user needs one");
        return;
      }
      if (
        reach.kind === "own" ||
        (reach.kind === "departments" && !reach.departments.includes(departmentId))
      ) {
        throw refuse("is not a department within your reach");
      }
      const department = await departments.find(departmentId);
      if (!department || department.deletedAt !== null) throw refuse("is not a department");
    },
    async checkRoles(principal, roleIds) {
      const found = await db
        .select({ id: roles.id, name: roles.name })
        .from(roles)
        .where(and(inList(roles.id, roleIds), isNull(roles.deletedAt)));
      checkFound("role_ids", roleIds, found, "role");
      for (const { id, name } of found)
        assertCanGrant(principal, await grants.grantsOfRoles([id]), `role ${name}`);
    },
    async checkDepartmentActive({ departmentId }) {
      const department = departmentId === null ? null : await departments.find(departmentId);
      if (department && department.deletedAt !== null) {
        throw new ApiError("conflict", `department ${department.name} is deleted; restore it first`);
      }
    },
  };
}
