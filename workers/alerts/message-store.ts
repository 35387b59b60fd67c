/** Messages that wait to be sent, in D1. A claim is one conditional update, so that two deliverers never share a try. */
import { and, asc, desc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { MESSAGE_SPAN_MS, type MessageState } from "../../shared/contracts/alert.ts";
import type { StatsReport } from "../../shared/contracts/stats-report.ts";
import { type AlertMessage, alertMessages } from "../db/alert-schema.ts";
import { users } from "../db/auth-schema.ts";
import { contains, inList, isAfter } from "../db/conditions.ts";
import type { Database } from "../db/run-batch.ts";
import { maySignIn } from "../iam/directory/may-sign-in.ts";

export interface Person {
  id: string;
  name: string;
  email: string;
}

export interface MessageStore {
  /** Messages that nobody has tried to send yet, by receiver. */
  untried(receivers: readonly string[]): Promise<Map<string, AlertMessage>>;
  /** Adds a message with a stats report; one that is there already stays. */
  addReport(id: string, receiver: string, report: StatsReport, now: number): Promise<void>;
  /** Messages to send now, oldest first. */
  due(now: number, limit: number): Promise<AlertMessage[]>;
  /** How many messages of each receiver were first tried within the last span. */
  recent(receivers: readonly string[], now: number): Promise<Map<string, number>>;
  /** @returns false when another deliverer has it */
  claim(message: AlertMessage, now: number, nextAt: number): Promise<boolean>;
  /** Writes how a try ended. */
  end(id: string, change: Pick<AlertMessage, "state" | "error" | "sentAt">): Promise<void>;
  /** Newest first. */
  list(
    filter: { state?: MessageState | undefined; receiver?: string | undefined },
    limit: number,
    after?: { at: number; id: string },
  ): Promise<AlertMessage[]>;
  /** People who can sign in. */
  people(ids: readonly string[]): Promise<Map<string, Person>>;
  /** People who can sign in, by a part of their name or by ids, in the order of their names. */
  findPeople(
    search: string | undefined,
    ids: readonly string[] | undefined,
    limit: number,
  ): Promise<Pick<Person, "id" | "name">[]>;
}

export function createMessageStore(db: Database): MessageStore {
  return {
    async untried(receivers) {
      if (receivers.length === 0) return new Map();
      const rows = await db
        .select()
        .from(alertMessages)
        .where(
          and(
            eq(alertMessages.state, "waiting"),
            eq(alertMessages.attempts, 0),
            isNull(alertMessages.report),
            inList(alertMessages.receiver, receivers),
          ),
        )
        .all();
      return new Map(rows.map((row) => [row.receiver, row]));
    },
    async addReport(id, receiver, report, now) {
      const times = { createdAt: now, nextAt: now };
      await db
        .insert(alertMessages)
        .values({ id, receiver, report, items: [], count: 0, state: "waiting", ...times })
        .onConflictDoNothing();
    },
    due: (now, limit) =>
      db
        .select()
        .from(alertMessages)
        .where(and(eq(alertMessages.state, "waiting"), lte(alertMessages.nextAt, now)))
        .orderBy(asc(alertMessages.nextAt))
        .limit(limit)
        .all(),
    async recent(receivers, now) {
      const from = now - MESSAGE_SPAN_MS;
      const rows = await db
        .select({ receiver: alertMessages.receiver, count: sql<number>`count(*)` })
        .from(alertMessages)
        .where(
          and(
            inList(alertMessages.receiver, receivers),
            // A message waits a span at most once it is due; the index bounds what is read.
            gt(alertMessages.createdAt, from - MESSAGE_SPAN_MS),
            gt(alertMessages.triedAt, from),
          ),
        )
        .groupBy(alertMessages.receiver)
        .all();
      return new Map(rows.map(({ receiver, count }) => [receiver, count]));
    },
    async claim({ id, attempts }, now, nextAt) {
      const { meta } = await db
        .update(alertMessages)
        .set({
          attempts: attempts + 1,
          triedAt: sql`coalesce(${alertMessages.triedAt}, ${now})`,
          nextAt,
        })
        .where(
          and(
            eq(alertMessages.id, id),
            eq(alertMessages.attempts, attempts),
            eq(alertMessages.state, "waiting"),
          ),
        )
        .run();
      return meta.changes > 0;
    },
    async end(id, change) {
      await db
        .update(alertMessages)
        .set(change)
        .where(and(eq(alertMessages.id, id), eq(alertMessages.state, "waiting")));
    },
    list: ({ state, receiver }, limit, after) =>
      db
        .select()
        .from(alertMessages)
        .where(
          and(
            state === undefined ? undefined : eq(alertMessages.state, state),
            receiver === undefined ? undefined : eq(alertMessages.receiver, receiver),
            after && isAfter(alertMessages.createdAt, alertMessages.id, after),
          ),
        )
        .orderBy(desc(alertMessages.createdAt), desc(alertMessages.id))
        .limit(limit)
        .all(),
    findPeople: (search, ids, limit) =>
      db
        .select({ id: users.id, name: users.name })
        .from(users)
        .where(
          and(
            maySignIn,
            search === undefined
              ? undefined
              : or(contains(users.name, search), contains(users.username, search)),
            ids === undefined ? undefined : inList(users.id, ids),
          ),
        )
        .orderBy(asc(users.name), asc(users.id))
        .limit(limit)
        .all(),
    async people(ids) {
      const wanted = [...new Set(ids)];
      if (wanted.length === 0) return new Map();
      const found = await db
        .select({ id: users.id, name: users.name, email: users.email })
        .from(users)
        .where(and(inList(users.id, wanted), maySignIn))
        .all();
      return new Map(found.map((person) => [person.id, person]));
    },
  };
}
