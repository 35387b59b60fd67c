/** Webhook endpoints in D1. */
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { MAX_ENDPOINTS } from "../../shared/contracts/webhook.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { assertInBatch, isListed } from "../db/conditions.ts";
import type { Database } from "../db/run-batch.ts";
import { type WebhookEndpoint, webhookEndpoints } from "../db/webhook-schema.ts";
import { writeBatch } from "../db/write-batch.ts";
import type { SealedStore } from "../resources/rotate.ts";
import { sealedSecrets } from "../resources/sealed-secrets.ts";

export type EndpointChange = Partial<Omit<WebhookEndpoint, "id" | "createdAt" | "ownerId">>;

export interface EndpointStore {
  /** Lists endpoints in the order of their ids, strictly after `afterId` when given. */
  list(includeDeleted: boolean, limit: number, afterId?: string): Promise<WebhookEndpoint[]>;
  find(id: string): Promise<WebhookEndpoint | null>;
  /** @throws ApiError not_found */
  get(id: string): Promise<WebhookEndpoint>;
  /** Lists the endpoints that are switched on and not deleted. */
  enabled(): Promise<WebhookEndpoint[]>;
  /** @throws ApiError conflict when there are {@link MAX_ENDPOINTS} */
  create(endpoint: WebhookEndpoint): Promise<void>;
  /** @throws ApiError conflict as `create` */
  update(id: string, change: EndpointChange): Promise<void>;
  /** Lists the endpoints that the platform switched off and whose creators are yet to be told. */
  noticesDue(): Promise<WebhookEndpoint[]>;
  sealed: SealedStore;
}

const isLive = isNull(webhookEndpoints.deletedAt);

export function createEndpointStore(db: Database): EndpointStore {
  const all = () => db.select().from(webhookEndpoints);
  const find = async (id: string) => (await all().where(eq(webhookEndpoints.id, id)).get()) ?? null;
  const write = (query: Parameters<typeof writeBatch>[1][number]) =>
    writeBatch(
      db,
      [
        query,
        assertInBatch(
          sql`(select count(*) from webhook_endpoints where deleted_at is null) <= ${MAX_ENDPOINTS}`,
        ),
      ],
      {
        taken: () => new ApiError("conflict", "the endpoint is there already"),
        asserted: () =>
          new ApiError("conflict", `there are ${MAX_ENDPOINTS} webhook endpoints; delete one first`),
      },
    );
  return {
    list: (includeDeleted, limit, afterId) =>
      all()
        .where(isListed(webhookEndpoints, includeDeleted, afterId))
        .orderBy(asc(webhookEndpoints.id))
        .limit(limit)
        .all(),
    find,
    async get(id) {
      const row = await find(id);
      if (!row) throw new ApiError("not_found", `no webhook endpoint ${id}`);
      return row;
    },
    enabled: () =>
      all()
        .where(and(isLive, eq(webhookEndpoints.enabled, true)))
        .all(),
    create: (endpoint) => write(db.insert(webhookEndpoints).values(endpoint)),
    update: (id, change) => write(db.update(webhookEndpoints).set(change).where(eq(webhookEndpoints.id, id))),
    noticesDue: () => all().where(eq(webhookEndpoints.noticeDue, true)).limit(MAX_ENDPOINTS).all(),
    sealed: sealedSecrets(db, webhookEndpoints),
  };
}
