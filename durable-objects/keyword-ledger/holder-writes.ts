/** What a holder writes between its claim and the end of it: checkpoints, splits, pending pages and notes. */
import type { RunPart } from "../../shared/contracts/keyword.ts";
import {
  type LedgerResult,
  NODE_HOLDER,
  type PageName,
  type PageProgress,
  type SaveResult,
} from "../../shared/contracts/keyword-ledger.ts";
import type { PageEnd } from "../../shared/contracts/pending-page.ts";
import type { SearchFilters } from "../../shared/contracts/platform.ts";
import type { LeaseEngine } from "../lease-engine/engine.ts";
import type { WorkItem } from "../lease-engine/types.ts";
import { refused } from "./actions.ts";
import type { LeaseProgress } from "./lease-progress.ts";
import { RunError } from "./runs.ts";
import type { Tables } from "./tables.ts";

/** Notes of one kind that a node's lease may add; the engine adds one, because a kept page ends its work. */
const MAX_NOTES = 20;

/** Checks the holder's fence, then applies the change; both or neither happen. */
export function writeHeld<T>(
  engine: LeaseEngine,
  tables: Tables,
  id: string,
  fence: number,
  change: (item: WorkItem, now: number) => T,
): LedgerResult<T> {
  try {
    return engine.write((now): LedgerResult<T> => {
      const held = engine.check(id, fence, now);
      return held.ok ? { ok: true, value: change(held.value, now) } : refused(id, held.code);
    });
  } catch (error) {
    tables.forget(id);
    if (error instanceof RunError) return { ok: false, code: "invalid_state", message: error.message };
    throw error;
  }
}

/**
 * @returns the holder's answer, and the pages that were new
 * @throws RunError
 */
export function saveProgress(
  tables: Tables,
  progress: LeaseProgress,
  item: WorkItem,
  pages: PageProgress[],
  now: number,
): { result: SaveResult; saved: PageProgress[] } {
  const { work, runs, uploads, counters, timeline } = tables;
  const { id, holder } = item;
  const { run, stalePages, saved, covered } = runs.save(id, pages);
  uploads.count(id, saved);
  if (saved.length > 0) {
    progress.worked(id, holder, now);
    counters.countPages(saved.length, now);
  }
  for (const { keys, pending, batch_id: _, batch_seq: __, ...page } of saved) {
    timeline.add(id, now, "page", run.run_id, { ...page, keys: keys.length, pending: pending?.length });
  }
  const told = covered.length > 0 && { covered };
  return { result: { lease_until: work.renew(item, now), run, stale_pages: stalePages, ...told }, saved };
}

/** @throws RunError */
export function splitPart(
  { runs, timeline }: Tables,
  { id }: WorkItem,
  part: number,
  children: SearchFilters[],
  now: number,
): { parts: RunPart[] } {
  const { split, limit } = runs.split(id, part, children);
  const runId = runs.runId(id);
  if (split) timeline.add(id, now, "split", runId, { part, children: children.length });
  else if (limit !== null) timeline.add(id, now, "not-split", runId, { part, limit });
  return { parts: runs.openParts(id) };
}

export function settlePage(
  { pages, runs, timeline }: Tables,
  progress: LeaseProgress,
  { id, holder }: WorkItem,
  page: PageName,
  end: PageEnd,
  now: number,
): void {
  const settled = pages.settle(id, page, end);
  if (!settled) return;
  progress.worked(id, holder, now);
  if (settled.counts) timeline.add(id, now, "details", runs.runId(id), { ...settled.counts });
}

/** @throws RunError when a node's lease has too many notes of the type */
export function note(
  { runs, timeline }: Tables,
  { id, holder }: WorkItem,
  type: string,
  detail: Record<string, unknown>,
  now: number,
): void {
  const isNode = holder?.startsWith(NODE_HOLDER) ?? false;
  if (isNode && timeline.countSinceClaim(id, type) >= MAX_NOTES) {
    throw new RunError(`the lease has ${MAX_NOTES} notes of ${type} already`);
  }
  timeline.add(id, now, type, runs.runId(id), detail);
}
