/** Users, what they may do and how they sign in, as the API uses them; `create-identity.ts` builds it. */
import type { ApiKeyStore } from "./api-keys/api-key-store.ts";
import type { KeyRules } from "./api-keys/key-rules.ts";
import type { AuditLog } from "./audit-log.ts";
import type { DepartmentStore } from "./directory/department-store.ts";
import type { FirstAdminStore } from "./directory/first-admin.ts";
import type { MenuStore } from "./directory/menu-store.ts";
import type { RoleRules } from "./directory/role-rules.ts";
import type { RoleStore } from "./directory/role-store.ts";
import type { UserRules } from "./directory/user-rules.ts";
import type { UserStore } from "./directory/user-store.ts";
import type { Account } from "./permissions/account.ts";
import type { PermissionService } from "./permissions/permission-service.ts";
import type { Principal } from "./permissions/principal.ts";
import type { PrincipalRecord } from "./permissions/principal-store.ts";
import type { AuthService } from "./sign-in/auth-service.ts";
import type { CredentialCleanUp } from "./sign-in/clean-up.ts";
import type { Identify } from "./sign-in/identify.ts";

export interface Identity {
  users: UserStore;
  userRules: UserRules;
  roles: RoleStore;
  roleRules: RoleRules;
  departments: DepartmentStore;
  menus: MenuStore;
  permissions: PermissionService;
  apiKeys: ApiKeyStore;
  keyRules: KeyRules;
  firstAdmin: FirstAdminStore;
  audit: AuditLog;
  /** Name of the session cookie. */
  cookieName: string;
  identify: Identify;
  auth: AuthService;
  account(principal: Principal): Promise<Account>;
  /** What a user may do now, who need not be the caller; null for one who is disabled or deleted. */
  rightsOf(userId: string): Promise<PrincipalRecord | null>;
  /** Mails to the address that an account had, after the answer is sent. */
  tellOldAddress(before: { name: string; email: string }): void;
  /** To be called after every write about users, roles, permissions, departments, menus, sessions or keys. */
  forgetPrincipals(): void;
  /** Deletes expired sessions, links, counters and keys. @param now Unix ms @param dry only counts */
  cleanUp(now: number, dry?: boolean): Promise<CredentialCleanUp>;
}
