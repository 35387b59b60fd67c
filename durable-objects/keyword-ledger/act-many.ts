/** Acts on many keywords for one bulk action (X22), each on its own. */
import { inReach, type RecordReach } from "../../shared/contracts/access.ts";
import type { KeywordAction } from "../../shared/contracts/keyword.ts";
import type { LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import { act, refused, update } from "./actions.ts";
import type { Tables } from "./tables.ts";

export function actMany(
  tables: Tables,
  ids: readonly string[],
  action: KeywordAction | { priority: number },
  { actor, reach }: { actor: string; reach: RecordReach },
  now: number,
  recrawlMs: number | null,
): LedgerResult<null>[] {
  return ids.map((id) => {
    const keyword = tables.keywords.get(id);
    // A keyword outside the reach is answered as one that is not there.
    if (!keyword || !inReach(reach, { ownerId: keyword.owner_id, departmentId: keyword.department_id }))
      return refused(id, "not_found");
    if (tables.timeline.hasEntryOf(id, actor)) return { ok: true, value: null };
    const done =
      typeof action === "string"
        ? act(tables, id, action, actor, now, recrawlMs)
        : update(tables, id, action, actor, now);
    return done.ok ? { ok: true, value: null } : done;
  });
}
