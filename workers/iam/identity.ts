/** Everything about people that the API needs; `create-auth.ts` builds it. */

import type { AuditLog } from "./audit-log.ts";
import type { AccessService } from "./permissions/access-service.ts";
import type { AuthService } from "./sign-in/auth-service.ts";
import type { CredentialCleanUp } from "./sign-in/clean-up.ts";
import type { Identify } from "./sign-in/identify.ts";

export interface People {
  /** Name of the session cookie. */
  cookieName: string;
  identify: Identify;
  auth: AuthService;
  access: AccessService;
  audit: AuditLog;
  /** Deletes sessions, links, counters and keys out of use. @param now Unix ms */
  cleanUp(now: number): Promise<CredentialCleanUp>;
}
