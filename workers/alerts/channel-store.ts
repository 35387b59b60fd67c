/** Alert channels in D1; what leads to the target is encrypted. */
import { asc, eq, isNull, sql } from "drizzle-orm";
import { MAX_CHANNELS } from "../../shared/contracts/alert.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { fieldConflict } from "../../shared/errors/validation.ts";
import { type AlertChannel, alertChannels } from "../db/alert-schema.ts";
import { assertInBatch, isListed } from "../db/conditions.ts";
import type { Database } from "../db/run-batch.ts";
import { type Queries, writeBatch } from "../db/write-batch.ts";
import type { SealedStore } from "../resources/rotate.ts";
import { sealedSecrets } from "../resources/sealed-secrets.ts";

/** Kind of the record in the vault. */
export const CHANNEL_VAULT_KIND = "alert-channel";

export interface ChannelStore {
  /** All channels that are not deleted. */
  all(): Promise<AlertChannel[]>;
  list(includeDeleted: boolean, limit: number, afterId?: string): Promise<AlertChannel[]>;
  /** @throws ApiError not_found */
  get(id: string): Promise<AlertChannel>;
  /** @throws ApiError conflict when the name is taken, or there are as many as there may be */
  create(channel: AlertChannel): Promise<void>;
  /** @throws ApiError conflict as `create` */
  update(channel: AlertChannel, change: Partial<Omit<AlertChannel, "id" | "kind">>): Promise<AlertChannel>;
  /** For a change of the vault's key; deleted channels too, which may be restored. */
  sealed: SealedStore;
}

export function createChannelStore(db: Database): ChannelStore {
  const write = (query: Queries[number]): Promise<void> =>
    writeBatch(
      db,
      [
        query,
        assertInBatch(sql`(select count(*) from alert_channels where deleted_at is null) <= ${MAX_CHANNELS}`),
      ],
      {
        taken: () => fieldConflict("name", "is taken by another channel"),
        asserted: () =>
          new ApiError("conflict", `there are ${MAX_CHANNELS} channels already; delete one first`),
      },
    );
  async function get(id: string): Promise<AlertChannel> {
    const row = await db.select().from(alertChannels).where(eq(alertChannels.id, id)).get();
    if (!row) throw new ApiError("not_found", `no alert channel ${id}`);
    return row;
  }

  return {
    all: () => db.select().from(alertChannels).where(isNull(alertChannels.deletedAt)).all(),
    list: (includeDeleted, limit, afterId) =>
      db
        .select()
        .from(alertChannels)
        .where(isListed(alertChannels, includeDeleted, afterId))
        .orderBy(asc(alertChannels.id))
        .limit(limit)
        .all(),
    get,
    create: (channel) => write(db.insert(alertChannels).values(channel)),
    async update(channel, change) {
      await write(db.update(alertChannels).set(change).where(eq(alertChannels.id, channel.id)));
      return get(channel.id);
    },
    sealed: sealedSecrets(db, alertChannels),
  };
}
