/** Deliveries to webhook endpoints in D1: the outbox, its leases, and the log. */
import { and, asc, desc, eq, getTableColumns, gte, lt, lte, ne, type SQL, sql } from "drizzle-orm";
import {
  type DeliveryState,
  MAX_REPLAYED,
  MAX_WAITING,
  type WebhookEvent,
} from "../../shared/contracts/webhook.ts";
import { isAfter } from "../db/conditions.ts";
import { removeRows } from "../db/remove-rows.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import {
  type NewWebhookDelivery,
  type WebhookDelivery,
  webhookDeliveries,
  webhookEndpoints,
} from "../db/webhook-schema.ts";
import type { Queries } from "../db/write-batch.ts";

export interface DeliveryFilter {
  endpointId?: string | undefined;
  state?: DeliveryState | undefined;
  event?: WebhookEvent | undefined;
  /** Unix ms of their creation. */
  from?: number | undefined;
  to?: number | undefined;
}

/** A delivery to add. */
export interface AddedDelivery extends NewWebhookDelivery {
  /** Key of an event of which the endpoint must have been told before; else this one is not kept. */
  follows?: string | null;
}

/** How a try went. */
export interface TryEnd {
  state: DeliveryState;
  nextTryAt: number;
  triedAt: number;
  status: number | null;
  tookMs: number | null;
  error: string | null;
  requestHeaders: Record<string, string> | null;
  answerHeaders: Record<string, string> | null;
  answerBody: string | null;
  /** The body where it was masked anew before this try. */
  body?: string;
  masked?: boolean;
}

export interface DeliveryStore {
  /**
   * Statements that put deliveries into the outbox, for a batch of the caller's own: an event is kept once for each
   * endpoint, and not where too many wait, which the endpoint counts.
   */
  insertions(deliveries: readonly AddedDelivery[]): Queries;
  add(deliveries: readonly AddedDelivery[]): Promise<void>;
  /** Takes some that are due, a few of each endpoint. */
  lease(now: number, leaseMs: number, limit: number): Promise<WebhookDelivery[]>;
  /**
   * Records a try.
   * @param counts whether it says something of the endpoint's health
   * @returns false when another consumer has taken it since
   */
  end(delivery: WebhookDelivery, end: TryEnd, counts?: boolean): Promise<boolean>;
  /** When the next one is due; null when none waits. */
  nextDue(): Promise<number | null>;
  list(
    filter: DeliveryFilter,
    limit: number,
    after?: { createdAt: number; id: string },
  ): Promise<Omit<WebhookDelivery, "body" | "answerBody">[]>;
  find(id: string): Promise<WebhookDelivery | null>;
  /** Makes ended ones wait again, the oldest first. @returns their ids, at most {@link MAX_REPLAYED} */
  replay(filter: DeliveryFilter & { id?: string }, now: number): Promise<string[]>;
  /** Ends those that wait for an endpoint. */
  failWaiting(endpointId: string, error: string, now: number): Promise<void>;
  /** @returns rows deleted */
  deleteBefore(at: number, dry?: boolean): Promise<number>;
}

const PER_ENDPOINT = 3;
const isWaiting = eq(webhookDeliveries.state, "waiting");

const conditionOf = ({ endpointId, state, event, from, to }: DeliveryFilter): SQL | undefined =>
  and(
    endpointId === undefined ? undefined : eq(webhookDeliveries.endpointId, endpointId),
    state === undefined ? undefined : eq(webhookDeliveries.state, state),
    event === undefined ? undefined : eq(webhookDeliveries.event, event),
    from === undefined ? undefined : gte(webhookDeliveries.createdAt, from),
    to === undefined ? undefined : lte(webhookDeliveries.createdAt, to),
  );

/** The log's list shows no bodies. */
const { body: _, answerBody: __, ...LISTED } = getTableColumns(webhookDeliveries);

export function createDeliveryStore(db: Database): DeliveryStore {
  const insertions = (deliveries: readonly AddedDelivery[]): Queries =>
    deliveries.flatMap((delivery) => {
      const { id, endpointId, event, eventKey, subscriptionId = null, body, masked = false } = delivery;
      const told = (key: string) =>
        sql`exists (select 1 from webhook_deliveries where endpoint_id = ${endpointId} and event_key = ${key})`;
      const full = sql`(select count(*) from webhook_deliveries where endpoint_id = ${endpointId} and state = 'waiting') >= ${MAX_WAITING}`;
      const known = told(eventKey);
      const due = delivery.follows ? told(delivery.follows) : sql`true`;
      return [
        sql`update webhook_endpoints set overflowed = overflowed + 1
          where id = ${endpointId} and ${full} and ${due} and not ${known}`,
        sql`insert into webhook_deliveries
          (id, endpoint_id, event, event_key, subscription_id, body, masked, state, next_try_at, created_at)
          select ${id}, ${endpointId}, ${event}, ${eventKey}, ${subscriptionId}, ${body}, ${masked ? 1 : 0},
            'waiting', ${delivery.nextTryAt}, ${delivery.createdAt}
          where not ${full} and ${due} on conflict do nothing`,
      ];
    });
  return {
    insertions,
    async add(deliveries) {
      if (deliveries.length > 0) await runBatch(db, insertions(deliveries));
    },
    lease: (now, leaseMs, limit) =>
      db
        .update(webhookDeliveries)
        .set({ leasedUntil: now + leaseMs, fence: sql`fence + 1` })
        .where(
          sql`id in (select id from (
            select id, next_try_at, row_number() over (partition by endpoint_id order by next_try_at, id) as place
            from webhook_deliveries where state = 'waiting' and next_try_at <= ${now} and leased_until <= ${now})
          where place <= ${PER_ENDPOINT} order by next_try_at, id limit ${limit})
          and state = 'waiting' and leased_until <= ${now}`,
        )
        .returning()
        .all(),
    async end({ id, endpointId, fence, attempts }, { state, error, triedAt, ...end }, counts = true) {
      const [changed] = await db
        .update(webhookDeliveries)
        .set({
          ...end,
          state,
          error,
          triedAt,
          attempts: attempts + 1,
          leasedUntil: 0,
          endedAt: state === "waiting" ? null : triedAt,
        })
        .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.fence, fence), isWaiting))
        .returning({ id: webhookDeliveries.id });
      if (!changed || !counts || state === "dropped") return changed !== undefined;
      const health =
        state === "done"
          ? { failingSince: null, lastDeliveredAt: triedAt, lastError: null }
          : { failingSince: sql`coalesce(failing_since, ${triedAt})`, lastError: error };
      await db.update(webhookEndpoints).set(health).where(eq(webhookEndpoints.id, endpointId));
      return true;
    },
    async nextDue() {
      const [row] = await db
        .select({ at: sql<number | null>`min(max(next_try_at, leased_until))` })
        .from(webhookDeliveries)
        .where(isWaiting);
      return row?.at ?? null;
    },
    list: (filter, limit, after) =>
      db
        .select(LISTED)
        .from(webhookDeliveries)
        .where(
          and(
            conditionOf(filter),
            after &&
              isAfter(webhookDeliveries.createdAt, webhookDeliveries.id, {
                at: after.createdAt,
                id: after.id,
              }),
          ),
        )
        .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
        .limit(limit)
        .all(),
    find: async (id) =>
      (await db.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, id)).get()) ?? null,
    async replay({ id, ...filter }, now) {
      const chosen = db
        .select({ id: webhookDeliveries.id })
        .from(webhookDeliveries)
        .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
        .where(
          and(
            conditionOf(filter),
            id === undefined ? undefined : eq(webhookDeliveries.id, id),
            ne(webhookDeliveries.state, "waiting"),
            ne(webhookDeliveries.state, "dropped"),
            eq(webhookEndpoints.enabled, true),
            sql`${webhookEndpoints.deletedAt} is null`,
          ),
        )
        .orderBy(asc(webhookDeliveries.createdAt), asc(webhookDeliveries.id))
        .limit(MAX_REPLAYED);
      const rows = await db
        .update(webhookDeliveries)
        .set({ state: "waiting", attempts: 0, nextTryAt: now, leasedUntil: 0, endedAt: null })
        .where(sql`${webhookDeliveries.id} in ${chosen}`)
        .returning({ id: webhookDeliveries.id });
      return rows.map((row) => row.id);
    },
    async failWaiting(endpointId, error, now) {
      await db
        .update(webhookDeliveries)
        .set({ state: "failed", error, endedAt: now, fence: sql`fence + 1` })
        .where(and(eq(webhookDeliveries.endpointId, endpointId), isWaiting));
    },
    deleteBefore: (at, dry = false) =>
      removeRows(
        db,
        webhookDeliveries,
        and(lt(webhookDeliveries.createdAt, at), ne(webhookDeliveries.state, "waiting")),
        dry,
      ),
  };
}
