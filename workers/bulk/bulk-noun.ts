/** What a noun must offer so that bulk actions work on its records. */
import type { RecordReach } from "../../shared/contracts/access.ts";
import type { BulkRequest, BulkResult } from "../../shared/contracts/bulk.ts";
import type { RouteNeed } from "../iam/permissions/route-need.ts";

/** On whose behalf a step runs: what they may see and reach at that moment. */
export interface BulkCaller {
  /** Names the action in timelines, and so tells a ledger which step it has seen. */
  actor: string;
  label: string;
  reach: RecordReach;
  may(need: RouteNeed): boolean;
}

export interface BulkSelection {
  ids: string[];
  /** Where the selection goes on; null at the end. */
  cursor: string | null;
}

export interface BulkNounRules {
  /** What reading its records needs; it is enough to see a bulk action and its results. */
  read: RouteNeed;
  /** What the same action on one record needs. */
  need(action: string): RouteNeed;
  /** True when records belong to people: then a bulk action is seen within the reach of its owner only. */
  owned: boolean;
  /** @param cursor of the selection before; null at the beginning */
  select(
    request: BulkRequest,
    caller: BulkCaller,
    cursor: string | null,
    limit: number,
  ): Promise<BulkSelection>;
  /**
   * Acts on each record on its own; a repeat with the same actor changes nothing more.
   * @param actionId of the bulk action
   * @returns the results in the order of `ids`
   */
  act(request: BulkRequest, caller: BulkCaller, ids: string[], actionId: string): Promise<BulkResult[]>;
}

export const DONE: BulkResult = { outcome: "done", message: null };
export const refusal = (message: string): BulkResult => ({ outcome: "refused", message });

/**
 * Sends the ids to several places at once, and brings the results back in the order of `ids`.
 * @param placeOf null for an id that no place has
 */
export async function actByPlace<P>(
  ids: readonly string[],
  placeOf: (id: string) => P | null,
  act: (place: P, ids: string[]) => Promise<BulkResult[]>,
): Promise<BulkResult[]> {
  const results = new Map<string, BulkResult>();
  const places = Map.groupBy(ids, placeOf);
  await Promise.all(
    [...places].map(async ([place, own]) => {
      const answers = place === null ? own.map((id) => refusal(`no record ${id}`)) : await act(place, own);
      for (const [at, id] of own.entries()) {
        const answer = answers[at];
        if (!answer) throw new Error(`no answer for ${id}`);
        results.set(id, answer);
      }
    }),
  );
  return ids.map((id) => results.get(id) ?? refusal(`no record ${id}`));
}

/** Reads a cursor that the same noun wrote. */
export const readCursor = <T>(cursor: string | null, first: T): T =>
  cursor === null ? first : (JSON.parse(cursor) as T);
