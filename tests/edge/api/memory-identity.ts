/** Gives an identity to tests that are not about identity: there is one caller, with one token. */
import type { AuditEntry, NewAuditEntry } from "../../../workers/iam/audit-log.ts";
import type { Identity } from "../../../workers/iam/identity.ts";
import type { Principal } from "../../../workers/iam/permissions/principal.ts";

export const TEST_TOKEN = "jd_test-key-0123456789abcdef0123456789abcdef0";

/** This caller has every permission. */
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

/** Stands for every part that needs D1, and throws when a test uses it. */
const noDatabase = new Proxy(
  {},
  {
    get(_, name) {
      throw new Error(`this test has no identity in D1 (${String(name)})`);
    },
  },
);

export function memoryIdentity(principal: Principal) {
  const lines: NewAuditEntry[] = [];
  const given: Pick<Identity, "cookieName" | "identify" | "audit"> = {
    cookieName: "jobdata.session_token",
    identify: async ({ kind, value }) => (kind === "bearer" && value === TEST_TOKEN ? principal : null),
    audit: {
      add: async (entry) => void lines.push(entry),
      list: async () => [] as AuditEntry[],
      deleteBefore: async () => 0,
    },
  };
  const identity = new Proxy(given as Identity, {
    get: (parts, name) => (name in parts ? parts[name as keyof Identity] : noDatabase),
  });
  return { identity, auditLines: lines };
}
