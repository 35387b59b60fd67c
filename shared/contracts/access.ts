/** Words of the access control that API, dashboard and programs share. */
import { z } from "zod";

/** What an API key may be narrowed to; every route that needs a permission belongs to one. */
export const SCOPES = [
  "read",
  "keywords:write",
  "platforms:write",
  "schedules:write",
  "ingest:manage",
  "ingest:write",
  "nodes:lease",
  "keys:write",
  "users:read",
  "users:write",
  "access:write",
  "audit:read",
] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

/** Whose records a role sees: all, those of its holder's department and below, or only the holder's own. */
export const REACHES = ["all", "department", "own"] as const;
export const Reach = z.enum(REACHES);
export type Reach = z.infer<typeof Reach>;

/** The reach of one caller, with the departments it stands for. Own records are always in reach. */
export type RecordReach =
  | { kind: "all" }
  | { kind: "departments"; departments: string[]; userId: string }
  | { kind: "own"; userId: string };

/** Who a record belongs to; null for one that the system made or that is older than the users. */
export interface RecordOwner {
  ownerId: string | null;
  departmentId: string | null;
}

/** Is a record within a caller's reach? */
export function inReach(reach: RecordReach, owner: RecordOwner): boolean {
  if (reach.kind === "all") return true;
  if (owner.ownerId === reach.userId) return true;
  return (
    reach.kind === "departments" &&
    owner.departmentId !== null &&
    reach.departments.includes(owner.departmentId)
  );
}

/** Seeded roles. */
export const BUILT_IN_ROLES = ["superuser", "admin", "operator", "analyst", "node"] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];
