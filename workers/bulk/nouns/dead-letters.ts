/** Bulk actions on dead letters. What a repeat finds done already shows in the state of the batch. */
import type { BulkFilter } from "../../../shared/contracts/bulk.ts";
import type { BlobStore } from "../../../shared/storage.ts";
import type { IngestAdmin } from "../../ingest/admin.ts";
import { type BulkNounRules, DONE, readCursor, refusal } from "../bulk-noun.ts";

type Ingest = Pick<IngestAdmin, "listDead" | "replayDead" | "discardDead" | "receipt">;

export const bulkDeadLetters = (ingest: Ingest, store: Pick<BlobStore, "delete">): BulkNounRules => ({
  read: { route: "GET /api/v1/ingest/dead-letters", scope: "read" },
  need: (action) => ({
    route:
      action === "discard"
        ? "DELETE /api/v1/ingest/dead-letters/{id}"
        : "POST /api/v1/ingest/dead-letters/{id}/replay",
    scope: "ingest:manage",
  }),
  owned: false,

  async select({ filter }, _caller, cursor, limit) {
    const { platform, data_type, error, dead_before } = filter as BulkFilter<"dead-letters">;
    const before = readCursor<number | undefined>(cursor, undefined);
    const page = await ingest.listDead(limit, before);
    const wanted = error?.toLowerCase();
    const ids = page
      .filter(
        (letter) =>
          (platform === undefined || letter.platform === platform) &&
          (data_type === undefined || letter.data_type === data_type) &&
          (wanted === undefined || (letter.error ?? "").toLowerCase().includes(wanted)) &&
          (dead_before === undefined || (letter.settled_at ?? 0) < dead_before),
      )
      .map(({ batch_id }) => batch_id);
    return { ids, cursor: page.length < limit ? null : JSON.stringify(page.at(-1)?.seq) };
  },

  act: ({ action }, _caller, ids) =>
    Promise.all(
      ids.map(async (id) => {
        if (action === "replay") {
          if ((await ingest.replayDead([id])) > 0) return DONE;
        } else {
          const spent = await ingest.discardDead([id]);
          // The sweep deletes what this call could not.
          if (spent.length > 0) {
            await store.delete(spent).catch(() => {});
            return DONE;
          }
        }
        const state = (await ingest.receipt(id))?.state;
        // An earlier try of the same step did it, or someone else.
        const isThere =
          action === "replay"
            ? state === "accepted" || state === "frozen" || state === "stored"
            : state === "discarded";
        return isThere ? DONE : refusal(`no dead letter ${id}`);
      }),
    ),
});
