/** The first admin, whom the set-up creates and lets in again. */
import { and, eq, isNull } from "drizzle-orm";
import { ApiError } from "../../../shared/errors/codes.ts";
import { roles } from "../../db/access-schema.ts";
import { users } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import type { UserStore } from "./user-store.ts";

export const FIRST_ADMIN = "admin";

export interface FirstAdminStore {
  /** @returns the id @throws ApiError not_found when there is none, or it was deleted */
  get(): Promise<string>;
  /**
   * Creates the first admin while there is no user at all.
   * @returns the id
   * @throws ApiError conflict when there is a user
   */
  create(admin: { email: string; password: string }): Promise<string>;
  /** Enables the first admin with another password, without lock and second factor. @returns the id */
  reset(password: string): Promise<string>;
}

export function createFirstAdminStore(db: Database, userStore: UserStore): FirstAdminStore {
  async function get(): Promise<string> {
    const [admin] = await db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.username, FIRST_ADMIN), isNull(users.deletedAt)));
    if (!admin) throw new ApiError("not_found", `there is no user ${FIRST_ADMIN}`);
    return admin.id;
  }

  return {
    get,
    async create({ email, password }) {
      const [someone] = await db.select({ id: users.id }).from(users).limit(1);
      if (someone) throw new ApiError("conflict", "there is a user already; set-up is over");
      const [superuser] = await db
        .select({ id: roles.id })
        .from(roles)
        .where(and(eq(roles.name, "superuser"), eq(roles.builtIn, true)));
      if (!superuser) throw new Error("the superuser role is missing");
      return userStore.create({
        username: FIRST_ADMIN,
        email,
        name: "Administrator",
        password,
        departmentId: null,
        roleIds: [superuser.id],
        mustChangePassword: true,
      });
    },
    async reset(password) {
      const id = await get();
      await userStore.setPassword(id, password);
      await userStore.endSecondFactor(id);
      await db.update(users).set({ disabled: false }).where(eq(users.id, id));
      return id;
    },
  };
}
