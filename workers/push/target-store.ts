/** Push targets in D1. */
import { and, asc, eq, gt, isNull } from "drizzle-orm";
import type { DataType } from "../../shared/contracts/platform.ts";
import type { Database } from "../db/one-batch.ts";
import { type PushTarget, pushTargets } from "../db/push-schema.ts";
import { writeBatch } from "../db/write-batch.ts";
import { fieldConflict } from "../iam/problem.ts";

/** In the order of their ids. */
export const listTargetRows = (
  db: Database,
  includeDeleted: boolean,
  limit: number,
  afterId?: string,
): Promise<PushTarget[]> =>
  db
    .select()
    .from(pushTargets)
    .where(
      and(
        includeDeleted ? undefined : isNull(pushTargets.deletedAt),
        afterId === undefined ? undefined : gt(pushTargets.id, afterId),
      ),
    )
    .orderBy(asc(pushTargets.id))
    .limit(limit)
    .all();

export async function findTargetRow(db: Database, id: string): Promise<PushTarget | null> {
  const [row] = await db.select().from(pushTargets).where(eq(pushTargets.id, id));
  return row ?? null;
}

/** Id of the enabled target of each data type that has one. */
export async function enabledTargets(db: Database): Promise<Map<DataType, string>> {
  const rows = await db
    .select({ dataType: pushTargets.dataType, id: pushTargets.id })
    .from(pushTargets)
    .where(and(isNull(pushTargets.deletedAt), eq(pushTargets.enabled, true)));
  return new Map(rows.map(({ dataType, id }) => [dataType, id]));
}

type Write = Parameters<typeof writeBatch>[1][number];

/** Which of the two unique indexes refused it is asked of the rows: D1's message names columns. */
async function write(db: Database, query: Write, row: Pick<PushTarget, "id" | "name">): Promise<void> {
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

/** @throws ApiError conflict when the name is taken or the data type has an enabled target */
export const insertTarget = (db: Database, row: PushTarget): Promise<void> =>
  write(db, db.insert(pushTargets).values(row), row);

/** @throws ApiError conflict as `insertTarget` */
export const updateTarget = (
  db: Database,
  row: PushTarget,
  change: Partial<Omit<PushTarget, "id" | "createdAt">>,
): Promise<void> =>
  write(db, db.update(pushTargets).set(change).where(eq(pushTargets.id, row.id)), { ...row, ...change });
