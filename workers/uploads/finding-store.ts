/** Findings of the upload watch in D1. A row is written only when a condition begins or ends. */
import { and, desc, eq, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { UploadCondition } from "../../shared/domain/upload-watch.ts";
import { removeRows } from "../db/remove-rows.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import { type UploadFinding, uploadFindings } from "../db/watch-schema.ts";

/** Statements in one batch of D1. */
const BATCH = 50;

export interface FindingFilter {
  ip?: string | undefined;
  kind?: UploadCondition | undefined;
  /** True for open findings only, false for ended ones only. */
  open?: boolean | undefined;
}

/** Position in the list: open findings first, then the newest. */
export type FindingPosition = [ended: 0 | 1, foundAt: number, id: string];

const isEnded = sql<0 | 1>`(${uploadFindings.endedAt} is not null)`;

export const positionOf = ({ endedAt, foundAt, id }: UploadFinding): FindingPosition => [
  endedAt === null ? 0 : 1,
  foundAt,
  id,
];

const afterPosition = ([ended, foundAt, id]: FindingPosition): SQL | undefined =>
  or(
    sql`${isEnded} > ${ended}`,
    and(
      sql`${isEnded} = ${ended}`,
      or(
        lt(uploadFindings.foundAt, foundAt),
        and(eq(uploadFindings.foundAt, foundAt), lt(uploadFindings.id, id)),
      ),
    ),
  );

export interface FindingStore {
  list(filter: FindingFilter, limit: number, after?: FindingPosition): Promise<UploadFinding[]>;
  open(): Promise<UploadFinding[]>;
  /** Ends some findings and inserts others, in this order. A finding that another run has inserted is skipped. */
  save(ended: UploadFinding[], begun: UploadFinding[], at: number): Promise<void>;
  /** @returns rows deleted */
  deleteEndedBefore(at: number, dry?: boolean): Promise<number>;
}

export const createFindingStore = (db: Database): FindingStore => ({
  list: ({ ip, kind, open }, limit, after) =>
    db
      .select()
      .from(uploadFindings)
      .where(
        and(
          ip === undefined ? undefined : eq(uploadFindings.ip, ip),
          kind === undefined ? undefined : eq(uploadFindings.kind, kind),
          open === undefined
            ? undefined
            : open
              ? isNull(uploadFindings.endedAt)
              : isNotNull(uploadFindings.endedAt),
          after && afterPosition(after),
        ),
      )
      .orderBy(isEnded, desc(uploadFindings.foundAt), desc(uploadFindings.id))
      .limit(limit)
      .all(),
  open: () => db.select().from(uploadFindings).where(isNull(uploadFindings.endedAt)).all(),
  async save(ended, begun, at) {
    const queries = [
      ...ended.map(({ id }) =>
        db.update(uploadFindings).set({ endedAt: at }).where(eq(uploadFindings.id, id)),
      ),
      ...begun.map((finding) => db.insert(uploadFindings).values(finding).onConflictDoNothing()),
    ];
    for (let from = 0; from < queries.length; from += BATCH)
      await runBatch(db, queries.slice(from, from + BATCH));
  },
  deleteEndedBefore: (at, dry = false) => removeRows(db, uploadFindings, lt(uploadFindings.endedAt, at), dry),
});
