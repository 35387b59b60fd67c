/** The sealed secrets of push targets, for a change of the vault's key. */
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../db/one-batch.ts";
import { pushTargets } from "../db/push-schema.ts";
import type { SealedStore } from "../resources/rotate.ts";

const rowId = sql<number>`rowid`;

/** Of deleted ones too: they may come back. */
export const sealedTargets = (db: Database): SealedStore => ({
  notSealedWith: (keyId, limit, afterSeq) =>
    db
      .select({ seq: rowId, id: pushTargets.id, sealed: pushTargets.secret })
      .from(pushTargets)
      .where(and(gt(rowId, afterSeq), sql`instr(${pushTargets.secret}, ${`v1.${keyId}.`}) <> 1`))
      .orderBy(asc(rowId))
      .limit(limit)
      .all(),
  async reseal(items) {
    let moved = 0;
    for (const { id, from, to } of items) {
      const { meta } = await db
        .update(pushTargets)
        .set({ secret: to })
        .where(and(eq(pushTargets.id, id), eq(pushTargets.secret, from)))
        .run();
      moved += meta.changes;
    }
    return moved;
  },
});
