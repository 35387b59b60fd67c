/**
 * Tells endpoints of exports that have ended. The exports themselves are looked at, so that a crash right after the end of
 * one loses no event; the key of the event keeps it from being told twice.
 */
import { and, desc, eq, gte, inArray } from "drizzle-orm";
import { exports } from "../db/export-schema.ts";
import type { Database } from "../db/run-batch.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import { look } from "./look.ts";
import type { Webhooks } from "./webhooks.ts";

const MAX_EXPORTS = 100;

export interface ExportEventParts {
  db: Database;
  webhooks: Pick<Webhooks, "emitAll">;
  /** How far exports were looked at. */
  store: Pick<RefreshStore, "read" | "save">;
}

/** @returns tells of what ended since the last look; safe to repeat */
export const createExportEvents =
  ({ db, webhooks, store }: ExportEventParts) =>
  (now: number): Promise<void> =>
    look(store, now, async (since) => {
      const ended = await db
        .select()
        .from(exports)
        .where(
          and(
            inArray(exports.state, ["done", "failed"]),
            gte(exports.updatedAt, since),
            eq(exports.delivery, "file"),
          ),
        )
        // Should there be more, the older ones were told by the looks before.
        .orderBy(desc(exports.updatedAt))
        .limit(MAX_EXPORTS)
        .all();
      if (ended.length > 0)
        await webhooks.emitAll(
          ended.map(({ id, subject, format, state, rowsTotal, bytes, sha256, finishedAt, updatedAt }) => ({
            type: "export.done" as const,
            key: `export.done:${id}`,
            at: finishedAt ?? updatedAt,
            data: { export_id: id, subject, format, state, rows: rowsTotal, bytes, sha256 },
          })),
        );
      return ended.length;
    });
