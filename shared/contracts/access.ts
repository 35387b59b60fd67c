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
  "nodes:write",
  "proxies:write",
  "keys:write",
  "users:read",
  "users:write",
  "access:write",
  "audit:read",
] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

/** What a scope opens, for people who choose one. */
export const SCOPE_DESCRIPTIONS: Record<Scope, string> = {
  read: "Read keywords, postings, platforms, schedules, ingest and health",
  "keywords:write": "Create, import, change and delete keywords",
  "platforms:write": "Start a platform's work and close its circuit breaker",
  "schedules:write": "Run a scheduled job",
  "ingest:manage": "Replay and discard dead batches, rebuild SeenIndex, change push targets",
  "ingest:write": "Store batches of rows",
  "nodes:lease": "Take work, proxies and tokens as a crawler node",
  "nodes:write": "Register, change, command and delete crawler nodes",
  "proxies:write": "Add, import, test, change and delete proxies and platform tokens",
  "keys:write": "List, make and revoke API keys",
  "users:read": "Read users, departments, roles, menus and permissions",
  "users:write": "Create, change and delete users and departments",
  "access:write": "Change roles and menus, refresh permissions",
  "audit:read": "Read the audit log",
};

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
const BUILT_IN_ROLES = ["superuser", "admin", "operator", "analyst", "node"] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];
