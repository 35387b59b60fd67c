/** The caller and their permissions, read from D1 and cached for a few seconds. */
import type { Reach, RecordOwner, RecordReach, Scope } from "../../../shared/contracts/access.ts";

export interface Principal {
  userId: string;
  username: string;
  /** For timelines and the audit log: the user name, followed by the name of the key or node when a program calls. */
  label: string;
  departmentId: string | null;
  superuser: boolean;
  /** `METHOD /path/{pattern}`; empty for a superuser, who has every permission. */
  permissions: ReadonlySet<string>;
  /** The scopes an API key is limited to; null for a person. */
  scopes: ReadonlySet<string> | null;
  reach: RecordReach;
  /** Recruiters' names are personal data; they are masked unless this is true. */
  seesRecruiters: boolean;
  /** Only changing the password is allowed. */
  mustChangePassword: boolean;
  /** Set for a person who signed in. */
  sessionId: string | null;
  /** Set for a program. */
  keyId: string | null;
  node: string | null;
}

export const permissionKey = (method: string, path: string) => `${method.toUpperCase()} ${path}`;

/** Whoever has one of these permissions may give a node a key. */
export const NODE_KEY_ROUTES: readonly string[] = [
  permissionKey("POST", "/api/v1/nodes"),
  permissionKey("POST", "/api/v1/nodes/{id}/key"),
];

/** True when the caller has the permission `key` and, for an API key, its scope. */
export function may(
  principal: Pick<Principal, "superuser" | "permissions" | "scopes">,
  key: string,
  scope: Scope,
): boolean {
  if (principal.scopes && !principal.scopes.has(scope)) return false;
  return principal.superuser || principal.permissions.has(key);
}

/** The kind of reach that a role can have. */
export const reachOf = ({ reach }: Pick<Principal, "reach">): Reach =>
  reach.kind === "departments" ? "department" : reach.kind;

/** The owner of a record that the caller creates. */
export const ownerOf = ({ userId, departmentId }: Principal): RecordOwner => ({
  ownerId: userId,
  departmentId,
});
