/** Re-cleans in D1. */
import { and, desc, eq, gt, inArray, isNotNull, lt, lte, ne, type SQL, sql } from "drizzle-orm";
import { MOVING_STATES, type RecleanState } from "../../shared/contracts/recleans.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { isAfter, isTaken } from "../db/conditions.ts";
import { type RecleanRecord, recleans } from "../db/reclean-schema.ts";
import type { Database } from "../db/run-batch.ts";

export type NewReclean = Pick<
  RecleanRecord,
  | "id"
  | "platform"
  | "dataType"
  | "firstDay"
  | "lastDay"
  | "sample"
  | "parserVersion"
  | "state"
  | "counts"
  | "createdBy"
  | "createdAt"
>;
export type RecleanChange = Partial<Omit<RecleanRecord, "id" | "fence">> & { updatedAt: number };

/** Position in the list, newest first. */
export interface RecleanPosition {
  createdAt: number;
  id: string;
}

export interface RecleanStore {
  /** @throws ApiError invalid_state while another run of the platform and data type moves */
  add(wanted: NewReclean): Promise<RecleanRecord>;
  list(limit: number, after?: RecleanPosition): Promise<RecleanRecord[]>;
  find(id: string): Promise<RecleanRecord | null>;
  /** Changes a run that moves, as the holder of its lock. @returns false when its state or holder is another one by now */
  save(run: Pick<RecleanRecord, "id" | "state">, fence: number, change: RecleanChange): Promise<boolean>;
  /**
   * Moves a run on as a person wishes.
   * @returns false when it is in none of the states `from` by now
   * @throws ApiError invalid_state while another run of the platform and data type moves
   */
  decide(id: string, from: readonly RecleanState[], change: RecleanChange): Promise<boolean>;
  /** A run of the same rows that began to write later, and is not undone; null when there is none. */
  later(run: RecleanRecord): Promise<RecleanRecord | null>;
  /** Runs that move and that nobody has written since `before`. */
  stale(before: number): Promise<RecleanRecord[]>;
}

const MAX_ROWS = 100;
const moving = inArray(recleans.state, [...MOVING_STATES]);

const whileMoving = async <T>(write: Promise<T>): Promise<T> => {
  try {
    return await write;
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new ApiError(
      "invalid_state",
      "a re-clean of this platform and data type is running; wait for it, or cancel it",
    );
  }
};

export function createRecleanStore(db: Database): RecleanStore {
  const find = async (where: SQL | undefined) =>
    (await db.select().from(recleans).where(where).limit(1).get()) ?? null;
  const update = async (where: SQL | undefined, change: RecleanChange & { fence?: number }) =>
    (await db.update(recleans).set(change).where(where).run()).meta.changes > 0;
  return {
    async add(wanted) {
      const added = await whileMoving(
        db
          .insert(recleans)
          .values({ ...wanted, updatedAt: wanted.createdAt })
          .returning()
          .get(),
      );
      if (!added) throw new Error("the re-clean was not stored");
      return added;
    },
    list: (limit, after) =>
      db
        .select()
        .from(recleans)
        .where(after && isAfter(recleans.createdAt, recleans.id, { at: after.createdAt, id: after.id }))
        .orderBy(desc(recleans.createdAt), desc(recleans.id))
        .limit(limit)
        .all(),
    find: (id) => find(eq(recleans.id, id)),
    save: ({ id, state }, fence, change) =>
      update(and(eq(recleans.id, id), eq(recleans.state, state), moving, lte(recleans.fence, fence)), {
        ...change,
        fence,
      }),
    decide: (id, from, change) =>
      whileMoving(update(and(eq(recleans.id, id), inArray(recleans.state, [...from])), change)),
    later: ({ id, platform, dataType, startedAt }) =>
      find(
        and(
          ne(recleans.id, id),
          eq(recleans.platform, platform),
          eq(recleans.dataType, dataType),
          isNotNull(recleans.startedAt),
          gt(recleans.startedAt, startedAt ?? 0),
          ne(recleans.state, "undone"),
          sql`json_extract(${recleans.counts}, '$.written') > 0`,
        ),
      ),
    stale: (before) =>
      db
        .select()
        .from(recleans)
        .where(and(moving, lt(recleans.updatedAt, before)))
        .orderBy(recleans.updatedAt)
        .limit(MAX_ROWS)
        .all(),
  };
}
