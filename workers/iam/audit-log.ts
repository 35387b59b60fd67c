/** Records who changed what, when and from where. Lines are only added, and deleted after their retention. */
import { and, desc, eq, gte, lt, lte, not, or, sql } from "drizzle-orm";
import type { RecordReach } from "../../shared/contracts/access.ts";
import { SECRET_NAME } from "../../shared/log.ts";
import { auditLog } from "../db/audit-schema.ts";
import { users } from "../db/auth-schema.ts";
import { contains } from "../db/conditions.ts";
import { removeRows } from "../db/remove-rows.ts";
import type { Database } from "../db/run-batch.ts";
import { usersInReach } from "./directory/user-store.ts";

export type AuditEntry = typeof auditLog.$inferSelect;
export type NewAuditEntry = Omit<AuditEntry, "seq" | "before" | "after"> & {
  before: unknown;
  after: unknown;
};

export interface AuditQuery {
  /** Only lines of the users within reach; all lines when it is missing. */
  reach?: RecordReach;
  userId?: string;
  actor?: string;
  action?: string;
  record?: string;
  method?: string;
  /** A part of the route, path, record or action, or of the content with `inContent`. */
  text?: string;
  /** Also looks for `text` in `before` and `after`, but for those of push targets, whose URLs are hidden. */
  inContent?: boolean;
  /** Unix ms. */
  from?: number;
  to?: number;
  requestId?: string;
}

export interface AuditLog {
  add(entry: NewAuditEntry): Promise<void>;
  /** Newest first, strictly before `beforeSeq` when given. */
  list(query: AuditQuery, limit: number, beforeSeq?: number): Promise<AuditEntry[]>;
  /** @returns rows deleted; the database rejects the deletion of rows younger than 180 days */
  deleteBefore(at: number, dry?: boolean): Promise<number>;
}

/** Longer values are cut, for example an import of 10,000 rows. */
const MAX_CHARACTERS = 8000;
const HIDDEN = "[removed]";

/** @returns a copy in which the values of fields named like secrets are replaced */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAME.test(name) ? HIDDEN : withoutSecrets(inner),
    ]),
  );
}

function toJson(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const json = JSON.stringify(withoutSecrets(value));
  return json.length <= MAX_CHARACTERS
    ? json
    : JSON.stringify({ cut: true, text: json.slice(0, MAX_CHARACTERS) });
}

/** Lines of users within reach. Lines without a user are only for a caller who sees all records. */
function byUsersInReach(reach: RecordReach | undefined) {
  const who = reach && usersInReach(reach);
  return who && sql`${auditLog.userId} in (select ${users.id} from ${users} where ${who})`;
}

export function createAuditLog(db: Database): AuditLog {
  return {
    async add({ before, after, ...entry }) {
      await db.insert(auditLog).values({ ...entry, before: toJson(before), after: toJson(after) });
    },
    list({ reach, text, inContent = false, from, to, ...exact }, limit, beforeSeq) {
      const about = [auditLog.path, auditLog.route, auditLog.record, auditLog.action];
      const isPushTarget = sql`coalesce(${auditLog.record}, '') like 'push-target:%'`;
      const found = (words: string) =>
        or(
          ...about.map((column) => contains(column, words)),
          inContent
            ? and(not(isPushTarget), or(contains(auditLog.before, words), contains(auditLog.after, words)))
            : undefined,
        );
      return db
        .select()
        .from(auditLog)
        .where(
          and(
            byUsersInReach(reach),
            beforeSeq === undefined ? undefined : lt(auditLog.seq, beforeSeq),
            exact.userId === undefined ? undefined : eq(auditLog.userId, exact.userId),
            exact.actor === undefined ? undefined : contains(auditLog.actor, exact.actor),
            exact.action === undefined ? undefined : eq(auditLog.action, exact.action),
            exact.record === undefined ? undefined : eq(auditLog.record, exact.record),
            exact.method === undefined ? undefined : eq(auditLog.method, exact.method),
            exact.requestId === undefined ? undefined : eq(auditLog.requestId, exact.requestId),
            from === undefined ? undefined : gte(auditLog.at, from),
            to === undefined ? undefined : lte(auditLog.at, to),
            text === undefined ? undefined : found(text),
          ),
        )
        .orderBy(desc(auditLog.seq))
        .limit(limit)
        .all();
    },
    deleteBefore: (at, dry = false) => removeRows(db, auditLog, lt(auditLog.at, at), dry),
  };
}
