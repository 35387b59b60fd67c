/** Rebuilds of SeenIndex in D1: the requests and their progress. */
import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Platform } from "../../shared/contracts/platform.ts";
import { SEEN_TYPES, type SeenType } from "../../shared/contracts/seen-index.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import { type SeenRebuild, seenRebuilds } from "../db/seen-schema.ts";

export interface RebuildFilter {
  platform?: Platform | undefined;
  type?: SeenType | undefined;
}

export interface RebuildStore {
  /**
   * Restarts the rebuilds that match the filter; one that still runs keeps its position.
   * @param by the requester
   * @param at Unix ms
   */
  start(filter: RebuildFilter, by: string, at: number): Promise<void>;
  list(filter?: RebuildFilter): Promise<SeenRebuild[]>;
  /** @returns the running rebuild whose last page is the oldest; null when none runs */
  next(): Promise<SeenRebuild | null>;
  /**
   * Saves the progress of a rebuild.
   * @param before the rebuild as it was read
   * @returns false when another caller saved progress or restarted it meanwhile
   */
  save(
    before: SeenRebuild,
    change: Partial<Omit<SeenRebuild, "platform" | "type" | "requestedAt">> & { updatedAt: number },
  ): Promise<boolean>;
}

const matching = ({ platform, type }: RebuildFilter) =>
  and(platform && eq(seenRebuilds.platform, platform), type && eq(seenRebuilds.type, type));

export const createRebuildStore = (db: Database): RebuildStore => ({
  async start({ platform, type }, requestedBy, at) {
    const fresh = {
      requestedBy,
      requestedAt: at,
      updatedAt: at,
      afterKey: "",
      restored: 0,
      finishedAt: null,
      indexKeys: null,
      error: null,
    };
    const scopes = (platform ? [platform] : PLATFORMS).flatMap((p) =>
      (type ? [type] : SEEN_TYPES).map((t) => ({ platform: p, type: t })),
    );
    await runBatch(
      db,
      scopes.map((scope) =>
        db
          .insert(seenRebuilds)
          .values({ ...scope, ...fresh })
          .onConflictDoUpdate({
            target: [seenRebuilds.platform, seenRebuilds.type],
            set: fresh,
            setWhere: isNotNull(seenRebuilds.finishedAt),
          }),
      ),
    );
  },
  list: (filter = {}) =>
    db
      .select()
      .from(seenRebuilds)
      .where(matching(filter))
      .orderBy(asc(seenRebuilds.platform), asc(seenRebuilds.type))
      .all(),
  next: async () =>
    (await db
      .select()
      .from(seenRebuilds)
      .where(isNull(seenRebuilds.finishedAt))
      .orderBy(asc(seenRebuilds.updatedAt), asc(seenRebuilds.platform), asc(seenRebuilds.type))
      .limit(1)
      .get()) ?? null,
  async save({ platform, type, requestedAt, afterKey, finishedAt }, change) {
    if (finishedAt !== null) return false;
    const { meta } = await db
      .update(seenRebuilds)
      .set(change)
      .where(
        and(
          eq(seenRebuilds.platform, platform),
          eq(seenRebuilds.type, type),
          eq(seenRebuilds.requestedAt, requestedAt),
          eq(seenRebuilds.afterKey, afterKey),
          isNull(seenRebuilds.finishedAt),
        ),
      )
      .run();
    return meta.changes > 0;
  },
});
