/** Exports in D1. */

import { and, desc, eq, isNotNull, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { RecordReach } from "../../shared/contracts/access.ts";
import {
  type ExportState,
  MAX_UNFINISHED_EXPORTS,
  UNFINISHED_STATES,
} from "../../shared/contracts/exports.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { assertInBatch, inList, isAfter } from "../db/conditions.ts";
import { type ExportRecord, exports } from "../db/export-schema.ts";
import { removeRows } from "../db/remove-rows.ts";
import type { Database } from "../db/run-batch.ts";
import { writeBatch } from "../db/write-batch.ts";

export type NewExport = Pick<
  ExportRecord,
  | "id"
  | "subject"
  | "format"
  | "delivery"
  | "columns"
  | "filter"
  | "masked"
  | "ownerId"
  | "departmentId"
  | "state"
  | "createdAt"
>;

export type ExportChange = Partial<Omit<ExportRecord, "id" | "fence">> & { updatedAt: number };

/** Position in the list, newest first. */
export interface ExportPosition {
  createdAt: number;
  id: string;
}

export interface ExportStore {
  /** @throws ApiError too_many_requests when the owner has {@link MAX_UNFINISHED_EXPORTS} that have not ended */
  add(wanted: NewExport): Promise<ExportRecord>;
  /** Newest first, strictly after `after` when given; deleted ones are left out. */
  list(reach: RecordReach, limit: number, after?: ExportPosition): Promise<ExportRecord[]>;
  find(id: string): Promise<ExportRecord | null>;
  findByLink(hash: string): Promise<ExportRecord | null>;
  /** Changes an export, whatever its state. */
  set(id: string, change: ExportChange): Promise<void>;
  /**
   * Changes an export that has not ended, as the holder of its lock.
   * @returns false when it has ended meanwhile, or a later holder has written
   */
  save(id: string, fence: number, change: ExportChange): Promise<boolean>;
  /** Ends an export that has not ended. @returns false when it had ended */
  end(id: string, state: ExportState, change: ExportChange): Promise<boolean>;
  /** Exports that have not ended and that nobody has written since `before`, oldest first. */
  stale(before: number): Promise<ExportRecord[]>;
  /** Exports whose file is to be deleted by now. */
  expired(at: number): Promise<ExportRecord[]>;
  /** @returns records deleted */
  deleteBefore(at: number, dry?: boolean): Promise<number>;
}

/** Exports that one call of a scheduled job takes. */
const MAX_ROWS = 100;

const unfinished = inList(exports.state, UNFINISHED_STATES);

function inReach(reach: RecordReach): SQL | undefined {
  if (reach.kind === "all") return undefined;
  const own = eq(exports.ownerId, reach.userId);
  return reach.kind === "own" ? own : or(own, inList(exports.departmentId, reach.departments));
}

export function createExportStore(db: Database): ExportStore {
  const find = async (where: SQL | undefined) =>
    (await db.select().from(exports).where(where).limit(1).get()) ?? null;
  const update = async (where: SQL | undefined, change: ExportChange & { fence?: number }) =>
    (await db.update(exports).set(change).where(where).run()).meta.changes > 0;

  return {
    async add(wanted) {
      const record = { ...wanted, updatedAt: wanted.createdAt };
      const places = sql`(select count(*) from ${exports} where ${exports.ownerId} = ${wanted.ownerId}
        and ${unfinished}) <= ${MAX_UNFINISHED_EXPORTS}`;
      const full = () =>
        new ApiError(
          "too_many_requests",
          `you have ${MAX_UNFINISHED_EXPORTS} exports that have not ended; wait for one, or cancel it`,
        );
      await writeBatch(db, [db.insert(exports).values(record), assertInBatch(places)], {
        taken: full,
        asserted: full,
      });
      const added = await find(eq(exports.id, wanted.id));
      if (!added) throw new Error("the export was not stored");
      return added;
    },
    list: (reach, limit, after) =>
      db
        .select()
        .from(exports)
        .where(
          and(
            inReach(reach),
            isNull(exports.deletedAt),
            after && isAfter(exports.createdAt, exports.id, { at: after.createdAt, id: after.id }),
          ),
        )
        .orderBy(desc(exports.createdAt), desc(exports.id))
        .limit(limit)
        .all(),
    find: (id) => find(and(eq(exports.id, id), isNull(exports.deletedAt))),
    findByLink: (hash) => find(and(eq(exports.linkHash, hash), isNull(exports.deletedAt))),
    async set(id, change) {
      await update(eq(exports.id, id), change);
    },
    save: (id, fence, change) =>
      update(and(eq(exports.id, id), unfinished, lte(exports.fence, fence)), { ...change, fence }),
    end: (id, state, change) => update(and(eq(exports.id, id), unfinished), { ...change, state }),
    stale: (before) =>
      db
        .select()
        .from(exports)
        .where(and(unfinished, lt(exports.updatedAt, before)))
        .orderBy(exports.updatedAt)
        .limit(MAX_ROWS)
        .all(),
    expired: (at) =>
      db
        .select()
        .from(exports)
        .where(and(eq(exports.state, "done"), isNotNull(exports.expiresAt), lte(exports.expiresAt, at)))
        .limit(MAX_ROWS)
        .all(),
    deleteBefore: (at, dry = false) =>
      removeRows(
        db,
        exports,
        and(lt(exports.createdAt, at), sql`not (${unfinished})`, sql`${exports.state} <> 'done'`),
        dry,
      ),
  };
}
