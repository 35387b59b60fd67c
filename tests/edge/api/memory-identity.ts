/** The people of a test that is not about people: one caller, known by a token. */

import type { AuditEntry, NewAuditEntry } from "../../../workers/iam/audit-log.ts";
import type { People } from "../../../workers/iam/identity.ts";
import type { Principal } from "../../../workers/iam/permissions/principal.ts";

export const TEST_TOKEN = "jd_test-key-0123456789abcdef0123456789abcdef0";

/** Of someone who may do everything. */
export const SUPERUSER: Principal = {
  userId: "00000000-0000-4000-8000-000000000001",
  username: "tester",
  label: "tester",
  departmentId: null,
  superuser: true,
  permissions: new Set(),
  scopes: null,
  reach: { kind: "all" },
  seesRecruiters: true,
  mustChangePassword: false,
  sessionId: "00000000-0000-4000-8000-000000000002",
  keyId: null,
  node: null,
};

const noDatabase = new Proxy(
  {},
  {
    get(_, name) {
      throw new Error(`this test has no people in D1 (${String(name)})`);
    },
  },
);

export function memoryPeople(principal: Principal) {
  const lines: NewAuditEntry[] = [];
  const people: People = {
    cookieName: "jobdata.session_token",
    identify: async ({ kind, value }) => (kind === "bearer" && value === TEST_TOKEN ? principal : null),
    auth: noDatabase as People["auth"],
    access: noDatabase as People["access"],
    cleanUp: noDatabase as unknown as People["cleanUp"],
    audit: {
      add: async (entry) => void lines.push(entry),
      list: async () => [] as AuditEntry[],
      deleteBefore: async () => 0,
    },
  };
  return { people, auditLines: lines };
}
