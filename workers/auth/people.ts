/** Everything about people that the API needs; `create-auth.ts` builds it. */
import type { AccessService } from "../access/access-service.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { AuthService } from "./auth-service.ts";
import type { CredentialCleanUp } from "./clean-up.ts";
import type { Identify } from "./identify.ts";

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
