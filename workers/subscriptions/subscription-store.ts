/** Subscriptions, their matches and their mails in D1. Each step is one batch: all of it is there, or none. */
import { and, asc, desc, eq, isNotNull, isNull, lt, lte, ne, sql } from "drizzle-orm";
import { MAX_SUBSCRIPTIONS, type Match } from "../../shared/contracts/subscription.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { users } from "../db/auth-schema.ts";
import { assertInBatch, isAssertionFailure, isTaken } from "../db/conditions.ts";
import { removeRows } from "../db/remove-rows.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import { type SavedSearch, savedSearches } from "../db/saved-search-schema.ts";
import {
  type EventPosition,
  type Subscription,
  type SubscriptionMail,
  subscriptionMails,
  subscriptionMatches,
  subscriptions,
} from "../db/subscription-schema.ts";
import { type Queries, writeBatch } from "../db/write-batch.ts";
import { maySignIn } from "../iam/directory/may-sign-in.ts";

export interface SubscriptionRecord extends Subscription {
  search: SavedSearch;
}

export type SubscriptionChange = Partial<
  Pick<
    Subscription,
    | "kinds"
    | "frequency"
    | "hour"
    | "weekday"
    | "timeZone"
    | "language"
    | "endpointId"
    | "tokenHash"
    | "enabled"
    | "through"
    | "position"
    | "nextSendAt"
    | "moreWaiting"
    | "problem"
    | "deletedAt"
    | "updatedAt"
  >
>;

/** What a step over the events of a subscription found. */
export interface Step {
  matches: Match[];
  /** Counted beside them. */
  more: number;
  through: number;
  position: EventPosition | null;
  problem: string | null;
  at: number;
}

export interface SubscriptionStore {
  list(ownerId: string): Promise<SubscriptionRecord[]>;
  find(id: string): Promise<SubscriptionRecord | null>;
  findByFeedToken(tokenHash: string): Promise<SubscriptionRecord | null>;
  findByUnsubscribeToken(token: string): Promise<SubscriptionRecord | null>;
  /** @throws ApiError conflict when the owner has {@link MAX_SUBSCRIPTIONS} */
  create(subscription: Subscription): Promise<void>;
  update(id: string, change: SubscriptionChange): Promise<void>;
  /** Enabled ones that have not seen all up to the mark, those that are furthest behind first. */
  behind(mark: number, limit: number): Promise<SubscriptionRecord[]>;
  /** Matches that wait for the next digest, without those that are only counted. */
  waiting(id: string): Promise<number>;
  /**
   * Keeps what a step found and moves the subscription on, together.
   * @param deliveries statements that put the matches into the outbox of webhooks
   * @returns false when another step was faster: then nothing is kept
   */
  step(subscription: Subscription, step: Step, deliveries?: Queries): Promise<boolean>;
  /** Subscriptions whose digest is due. */
  due(now: number, limit: number): Promise<SubscriptionRecord[]>;
  /** Makes a mail of what waits, and sets when the next one is due. @returns false when another step was faster */
  openMail(
    subscription: Subscription,
    mail: SubscriptionMail | null,
    nextSendAt: number | null,
  ): Promise<boolean>;
  openMails(now: number, limit: number): Promise<SubscriptionMail[]>;
  matchesOfMail(mailId: string): Promise<Match[]>;
  /** @returns false when another run has tried it meanwhile */
  beginTry(mail: SubscriptionMail, nextTryAt: number): Promise<boolean>;
  endMail(mail: SubscriptionMail, end: Pick<SubscriptionMail, "state" | "error">, at: number): Promise<void>;
  /** The newest matches of a feed. */
  newest(id: string, limit: number): Promise<Match[]>;
  /** Deletes matches and mails older than this, and what deleted subscriptions left. @returns rows deleted */
  deleteBefore(at: number, dry?: boolean): Promise<number>;
}

const isLive = and(isNull(subscriptions.deletedAt), eq(subscriptions.enabled, true));

export function createSubscriptionStore(db: Database): SubscriptionStore {
  const selected = () =>
    db
      .select({ subscription: subscriptions, search: savedSearches })
      .from(subscriptions)
      .innerJoin(savedSearches, eq(savedSearches.id, subscriptions.searchId));
  type Row = { subscription: Subscription; search: SavedSearch };
  const record = ({ subscription, search }: Row): SubscriptionRecord => ({ ...subscription, search });
  const one = (row: Row | undefined) => (row ? record(row) : null);

  /** Runs a batch that ends with the move of a subscription from one revision to the next. */
  async function move(queries: Queries, { id, revision }: Subscription): Promise<boolean> {
    const moved = sql`(select revision from subscriptions where id = ${id}) = ${revision + 1}`;
    try {
      await runBatch(db, [
        // Without this row at its old revision nothing of the batch may stay.
        assertInBatch(sql`(select revision from subscriptions where id = ${id}) = ${revision}`),
        ...queries,
        sql`update subscriptions set revision = revision + 1 where id = ${id}`,
        assertInBatch(moved),
      ]);
      return true;
    } catch (error) {
      if (isAssertionFailure(error) || isTaken(error)) return false;
      throw error;
    }
  }

  return {
    list: async (ownerId) =>
      (
        await selected()
          .where(and(eq(subscriptions.ownerId, ownerId), isNull(subscriptions.deletedAt)))
          .orderBy(desc(subscriptions.createdAt), asc(subscriptions.id))
          .all()
      ).map(record),
    find: async (id) => one(await selected().where(eq(subscriptions.id, id)).get()),
    findByFeedToken: async (tokenHash) =>
      one(
        await selected()
          .where(and(eq(subscriptions.tokenHash, tokenHash), isLive))
          .get(),
      ),
    findByUnsubscribeToken: async (token) =>
      one(await selected().where(eq(subscriptions.unsubscribeToken, token)).get()),
    create: ({ ...subscription }) =>
      writeBatch(
        db,
        [
          db.insert(subscriptions).values(subscription),
          assertInBatch(sql`(
            select count(*) from subscriptions where owner_id = ${subscription.ownerId} and deleted_at is null
          ) <= ${MAX_SUBSCRIPTIONS}`),
        ],
        {
          taken: () => new ApiError("conflict", "the subscription is there already"),
          asserted: () =>
            new ApiError("conflict", `you have ${MAX_SUBSCRIPTIONS} subscriptions; delete one first`),
        },
      ),
    async update(id, change) {
      // A step that runs meanwhile was made for what the subscription said before.
      await db
        .update(subscriptions)
        .set({ ...change, revision: sql`revision + 1` })
        .where(eq(subscriptions.id, id));
    },
    behind: async (mark, limit) =>
      (
        await selected()
          .where(and(isLive, lt(subscriptions.through, mark)))
          .orderBy(asc(subscriptions.through), asc(subscriptions.id))
          .limit(limit)
          .all()
      ).map(record),
    async waiting(id) {
      const [row] = await db
        .select({ count: sql<number>`coalesce(sum(${subscriptionMatches.count}), 0)` })
        .from(subscriptionMatches)
        .where(and(eq(subscriptionMatches.subscriptionId, id), isNull(subscriptionMatches.mailId)));
      return row?.count ?? 0;
    },
    step(subscription, { matches, more, through, position, problem, at }, deliveries = []) {
      const { id, revision, channel } = subscription;
      const keeps = channel !== "webhook" && matches.length > 0;
      const row = { subscriptionId: id, seq: revision + 1, matches, count: matches.length, createdAt: at };
      return move(
        [
          ...(keeps
            ? [db.insert(subscriptionMatches).values({ ...row, id: crypto.randomUUID(), mailId: null })]
            : []),
          ...deliveries,
          db
            .update(subscriptions)
            .set({
              ...{ through, position, problem },
              told: sql`told + ${matches.length}`,
              onlyCounted: sql`only_counted + ${more}`,
              moreWaiting: channel === "mail" ? sql`more_waiting + ${more}` : sql`more_waiting`,
            })
            .where(eq(subscriptions.id, id)),
        ],
        subscription,
      );
    },
    due: async (now, limit) =>
      (
        await selected()
          .where(and(isLive, isNotNull(subscriptions.nextSendAt), lte(subscriptions.nextSendAt, now)))
          .orderBy(asc(subscriptions.nextSendAt))
          .limit(limit)
          .all()
      ).map(record),
    openMail(subscription, mail, nextSendAt) {
      const { id } = subscription;
      const kept = mail
        ? [
            db.insert(subscriptionMails).values(mail),
            db
              .update(subscriptionMatches)
              .set({ mailId: mail.id })
              .where(and(eq(subscriptionMatches.subscriptionId, id), isNull(subscriptionMatches.mailId))),
          ]
        : [];
      return move(
        [
          ...kept,
          db
            .update(subscriptions)
            .set({ nextSendAt, ...(mail && { moreWaiting: 0 }) })
            .where(eq(subscriptions.id, id)),
        ],
        subscription,
      );
    },
    openMails: (now, limit) =>
      db
        .select()
        .from(subscriptionMails)
        .where(and(eq(subscriptionMails.state, "open"), lte(subscriptionMails.nextTryAt, now)))
        .orderBy(asc(subscriptionMails.nextTryAt))
        .limit(limit)
        .all(),
    async matchesOfMail(mailId) {
      const rows = await db
        .select({ matches: subscriptionMatches.matches })
        .from(subscriptionMatches)
        .where(eq(subscriptionMatches.mailId, mailId))
        .orderBy(asc(subscriptionMatches.seq))
        .all();
      return rows.flatMap(({ matches }) => matches);
    },
    async beginTry({ id, attempts }, nextTryAt) {
      const { meta } = await db
        .update(subscriptionMails)
        .set({ attempts: attempts + 1, nextTryAt })
        .where(
          and(
            eq(subscriptionMails.id, id),
            eq(subscriptionMails.attempts, attempts),
            eq(subscriptionMails.state, "open"),
          ),
        )
        .run();
      return meta.changes > 0;
    },
    async endMail({ id, subscriptionId }, { state, error }, at) {
      await runBatch(db, [
        db
          .update(subscriptionMails)
          .set({ state, error, ...(state !== "open" && { endedAt: at }) })
          .where(eq(subscriptionMails.id, id)),
        db
          .update(subscriptions)
          .set(state === "sent" ? { lastSentAt: at, problem: null } : { problem: error })
          .where(eq(subscriptions.id, subscriptionId)),
      ]);
    },
    async newest(id, limit) {
      const rows = await db
        .select({ matches: subscriptionMatches.matches })
        .from(subscriptionMatches)
        .where(eq(subscriptionMatches.subscriptionId, id))
        .orderBy(desc(subscriptionMatches.seq))
        .limit(limit)
        .all();
      return rows.flatMap(({ matches }) => matches.toReversed()).slice(0, limit);
    },
    async deleteBefore(at, dry = false) {
      const gone = sql`select id from subscriptions where deleted_at is not null`;
      const matches = sql`${subscriptionMatches.createdAt} < ${at} or ${subscriptionMatches.subscriptionId} in (${gone})`;
      const mails = and(lt(subscriptionMails.createdAt, at), ne(subscriptionMails.state, "open"));
      return (
        (await removeRows(db, subscriptionMatches, matches, dry)) +
        (await removeRows(db, subscriptionMails, mails, dry)) +
        (await removeRows(db, subscriptions, lt(subscriptions.deletedAt, at), dry))
      );
    },
  };
}

/** Name and address of a person who may sign in; null for anybody else. */
export const personOf = (db: Database) => async (userId: string) =>
  (await db
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.id, userId), maySignIn))
    .get()) ?? null;
