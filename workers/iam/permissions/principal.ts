/** Who calls, and what they may: worked out from D1 once and trusted for a few seconds. */
import type { RecordOwner, RecordReach, Scope } from "../../../shared/contracts/access.ts";

export interface Principal {
  userId: string;
  username: string;
  /** For timelines and the audit log: the user name, with the key's or node's name where a program acts. */
  label: string;
  departmentId: string | null;
  superuser: boolean;
  /** `METHOD /path/{pattern}`; of a superuser empty, who has all. */
  permissions: ReadonlySet<string>;
  /** What an API key is narrowed to; null for a person. */
  scopes: ReadonlySet<string> | null;
  reach: RecordReach;
  /** Recruiters' names are personal data: masked without this. */
  seesRecruiters: boolean;
  /** Nothing is allowed but changing the password. */
  mustChangePassword: boolean;
  /** Set for a person who signed in. */
  sessionId: string | null;
  /** Set for a program. */
  keyId: string | null;
  node: string | null;
}

export const permissionKey = (method: string, path: string) => `${method.toUpperCase()} ${path}`;

export function may(principal: Principal, key: string, scope: Scope): boolean {
  if (principal.scopes && !principal.scopes.has(scope)) return false;
  return principal.superuser || principal.permissions.has(key);
}

/** What the caller makes belongs to them and their department. */
export const ownerOf = ({ userId, departmentId }: Principal): RecordOwner => ({
  ownerId: userId,
  departmentId,
});
