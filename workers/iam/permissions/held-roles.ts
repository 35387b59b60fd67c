import { type SQL, sql } from "drizzle-orm";
import { roles, userRoles } from "../../db/access-schema.ts";

/** True for the roles that a user has, deleted roles included. */
export const heldBy = (userId: string): SQL =>
  sql`${roles.id} in (select ${userRoles.roleId} from ${userRoles} where ${userRoles.userId} = ${userId})`;
