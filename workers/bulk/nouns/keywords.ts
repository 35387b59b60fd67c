/** Bulk actions on keywords. */
import type { BulkFilter } from "../../../shared/contracts/bulk.ts";
import type { KeywordAction } from "../../../shared/contracts/keyword.ts";
import type { KeywordLedgerApi } from "../../../shared/contracts/keyword-ledger.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { cityName } from "../../../shared/domain/city.ts";
import { placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { actByPlace, type BulkNounRules, DONE, readCursor, refusal } from "../bulk-noun.ts";

/** @param ledgers all shards of a platform */
export const bulkKeywords = (ledgers: (platform: Platform) => KeywordLedgerApi[]): BulkNounRules => ({
  read: { route: "GET /api/v1/keywords", scope: "read" },
  need: (action) => ({
    route:
      action === "delete"
        ? "DELETE /api/v1/keywords/{id}"
        : action === "restore"
          ? "POST /api/v1/keywords/{id}/restore"
          : action === "set_priority"
            ? "PATCH /api/v1/keywords/{id}"
            : "POST /api/v1/keywords/{id}/actions/{action}",
    scope: "keywords:write",
  }),
  owned: true,

  async select({ filter }, { reach }, cursor, limit) {
    const { platform, state, city, search, deleted } = filter as BulkFilter<"keywords">;
    const all = (platform ? [platform] : PLATFORMS).flatMap(ledgers);
    const [at, after] = readCursor<[number, string | null]>(cursor, [0, null]);
    const ledger = all[at];
    if (!ledger) return { ids: [], cursor: null };
    const conditions = {
      ...(state && { state }),
      ...(city && { city: cityName(city) ?? city }),
      ...(search && { search }),
      include_deleted: deleted === true,
      reach,
    };
    const page = await ledger.list(conditions, limit, after ?? undefined);
    const ids = page
      .filter(({ deleted_at }) => (deleted_at !== null) === (deleted === true))
      .map(({ id }) => id);
    if (page.length === limit) return { ids, cursor: JSON.stringify([at, page.at(-1)?.id]) };
    return { ids, cursor: at + 1 < all.length ? JSON.stringify([at + 1, null]) : null };
  },

  act: ({ action, priority }, { actor, reach }, ids) =>
    actByPlace(
      ids,
      (id) => {
        const place = placeOfKeyword(id);
        return place && (ledgers(place.platform)[place.shard] ? `${place.platform} ${place.shard}` : null);
      },
      async (place, own) => {
        const [platform, shard] = place.split(" ");
        const ledger = ledgers(platform as Platform)[Number(shard)];
        if (!ledger) return own.map((id) => refusal(`no keyword ${id}`));
        const wanted = action === "set_priority" ? { priority: priority ?? 0 } : (action as KeywordAction);
        const results = await ledger.actMany(own, wanted, actor, reach);
        return results.map((result) => (result.ok ? DONE : refusal(result.message)));
      },
    ),
});
