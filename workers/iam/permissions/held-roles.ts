import { type SQL, sql } from "drizzle-orm";
import { roles, userRoles } from "../../db/access-schema.ts";

/** Roles that a user was given, deleted ones too. */
export const heldBy = (userId: string): SQL =>
  sql`${roles.id} in (select ${userRoles.roleId} from ${userRoles} where ${userRoles.userId} = ${userId})`;
