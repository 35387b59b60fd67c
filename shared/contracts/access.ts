/** Names of the access control that API, dashboard and programs share. */
import { z } from "zod";
import { REACHES } from "./vocabulary.ts";

/** The scopes that an API key may be limited to; every route that needs a permission belongs to one. */
export const SCOPES = [
  "read",
  "searches:write",
  "skills:write",
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
  "exports:write",
  "matches:write",
  "recleans:write",
  "metrics:read",
  "alerts:read",
  "alerts:write",
  "tasks:read",
  "tasks:write",
  "webhooks:read",
  "webhooks:write",
] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

/** What each scope allows, for people who choose one. */
export const SCOPE_DESCRIPTIONS: Record<Scope, string> = {
  read: "Read keywords, postings, platforms, schedules, ingest and health",
  "searches:write": "Save, share and delete one's own searches",
  "skills:write": "Edit the dictionary of skills",
  "keywords:write": "Create, import, change and delete keywords; clean companies and pull their postings",
  "platforms:write": "Start a platform's work and close its circuit breaker",
  "ingest:manage": "Replay and discard dead batches, release and drop quarantined ones, change push targets",
  "schedules:write": "Create, change, run, pause and remove schedules",
  "ingest:write": "Store batches of rows",
  "nodes:lease": "Take work, proxies and tokens as a crawler node",
  "nodes:write": "Register, change, command and delete crawler nodes",
  "proxies:write": "Add, import, test, change and delete proxies and platform tokens",
  "keys:write": "List, make and revoke API keys",
  "users:read": "Read users, departments, roles, menus and permissions",
  "users:write": "Create, change and delete users and departments",
  "access:write": "Change roles and menus, refresh permissions",
  "audit:read": "Read the audit log",
  "exports:write": "Export postings and companies, read and delete exports",
  "matches:write": "Decide which companies and postings are the same, and undo it",
  "recleans:write": "Parse stored rows again: dry run, start, cancel and undo",
  "metrics:read": "Read metrics: now, over time, and as Prometheus scrapes them",
  "alerts:read": "Read alerts, their rules, channels and messages",
  "alerts:write": "Acknowledge alerts; change rules and channels, and send test messages",
  "tasks:read": "Read tasks, batches, task queues and their history",
  "tasks:write": "Create, cancel and recover tasks, pause and resume task queues",
  "webhooks:read": "Read webhook endpoints and the log of their deliveries",
  "webhooks:write": "Create, change, test and delete webhook endpoints, replay deliveries",
};

export const Reach = z.enum(REACHES);
export type Reach = z.infer<typeof Reach>;

/** The reach of one caller, resolved to departments. The caller's own records are always within it. */
export type RecordReach =
  | { kind: "all" }
  | { kind: "departments"; departments: string[]; userId: string }
  | { kind: "own"; userId: string };

/** The owner of a record; null when the system made the record or when it is older than the users. */
export interface RecordOwner {
  ownerId: string | null;
  departmentId: string | null;
}

/** @returns true when the record is within the caller's reach */
export function inReach(reach: RecordReach, owner: RecordOwner): boolean {
  if (reach.kind === "all") return true;
  if (owner.ownerId === reach.userId) return true;
  return (
    reach.kind === "departments" &&
    owner.departmentId !== null &&
    reach.departments.includes(owner.departmentId)
  );
}

/** Names of the seeded roles. */
const BUILT_IN_ROLES = ["superuser", "admin", "operator", "analyst", "node"] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];
