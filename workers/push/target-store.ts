/** Push targets in D1. */
import { and, asc, eq, isNull } from "drizzle-orm";
import type { DataType } from "../../shared/contracts/platform.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { fieldConflict } from "../../shared/errors/validation.ts";
import { isListed } from "../db/conditions.ts";
import { type PushTarget, pushTargets } from "../db/push-schema.ts";
import type { Database } from "../db/run-batch.ts";
import { type Queries, writeBatch } from "../db/write-batch.ts";
import type { SealedStore } from "../resources/rotate.ts";
import { sealedSecrets } from "../resources/sealed-secrets.ts";

export interface TargetStore {
  /** Lists targets in the order of their ids, strictly after `afterId` when given. */
  list(includeDeleted: boolean, limit: number, afterId?: string): Promise<PushTarget[]>;
  find(id: string): Promise<PushTarget | null>;
  /** @throws ApiError not_found */
  get(id: string): Promise<PushTarget>;
  /** @returns ids of the enabled targets by data type */
  enabled(): Promise<Map<DataType, string>>;
  /** @throws ApiError conflict when the name is taken or the data type has another enabled target */
  create(target: PushTarget): Promise<void>;
  /** @throws ApiError conflict for the same reasons as `create` */
  update(target: PushTarget, change: Partial<Omit<PushTarget, "id" | "createdAt">>): Promise<void>;
  /**
   * Accesses the encrypted secrets for a change of the vault's key, including those of deleted targets, which may
   * be restored.
   */
  sealed: SealedStore;
}

export function createTargetStore(db: Database): TargetStore {
  async function find(id: string): Promise<PushTarget | null> {
    const [row] = await db.select().from(pushTargets).where(eq(pushTargets.id, id));
    return row ?? null;
  }

  /** Reads the name's owner first, because D1's error doesn't say which of the two unique indexes rejected the row. */
  async function write(query: Queries[number], row: Pick<PushTarget, "id" | "name">): Promise<void> {
    const [namesake] = await db
      .select({ id: pushTargets.id })
      .from(pushTargets)
      .where(and(eq(pushTargets.name, row.name), isNull(pushTargets.deletedAt)));
    const nameTaken = namesake !== undefined && namesake.id !== row.id;
    await writeBatch(db, [query], {
      taken: () =>
        nameTaken
          ? fieldConflict("name", "is taken by another push target")
          : fieldConflict("data_type", "has another enabled target; disable that one first"),
    });
  }

  return {
    list: (includeDeleted, limit, afterId) =>
      db
        .select()
        .from(pushTargets)
        .where(isListed(pushTargets, includeDeleted, afterId))
        .orderBy(asc(pushTargets.id))
        .limit(limit)
        .all(),
    find,
    async get(id) {
      const row = await find(id);
      if (!row) throw new ApiError("not_found", `no push target ${id}`);
      return row;
    },
    async enabled() {
      const rows = await db
        .select({ dataType: pushTargets.dataType, id: pushTargets.id })
        .from(pushTargets)
        .where(and(isNull(pushTargets.deletedAt), eq(pushTargets.enabled, true)));
      return new Map(rows.map(({ dataType, id }) => [dataType, id]));
    },
    create: (target) => write(db.insert(pushTargets).values(target), target),
    update: (target, change) =>
      write(db.update(pushTargets).set(change).where(eq(pushTargets.id, target.id)), {
        ...target,
        ...change,
      }),
    sealed: sealedSecrets(db, pushTargets),
  };
}
