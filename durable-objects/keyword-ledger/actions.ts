/** Actions of people on keywords: create, pause, resume, retry, delete, … */
import type { RecordOwner } from "../../shared/contracts/access.ts";
import type { Keyword, KeywordAction, NewKeyword } from "../../shared/contracts/keyword.ts";
import type { CreateResult, LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import type { KeywordState } from "../../shared/contracts/platform.ts";
import { resumable, stateAfter } from "../../shared/domain/keyword-state.ts";
import type { WorkItem } from "../lease-engine/types.ts";
import type { Tables } from "./tables.ts";
import { HANDED_OVER } from "./timeline.ts";

/** @param id given to the keyword if it is new */
export function create(
  tables: Tables,
  item: NewKeyword,
  id: string,
  actor: string,
  owner: RecordOwner,
  now: number,
): CreateResult {
  const { keywords, work, runs, timeline } = tables;
  const known = keywords.findSearch(item);
  if (known && !known.deleted) return { id: known.id, result: "exists", owner: known.owner };
  const old = known && work.find(known.id);
  if (old) {
    const state = resumable(runs.hasSavedPages(old.id));
    work.place(old, { state, dueAt: now, attempts: 0, priority: item.priority }, now);
    undelete(tables, old.id);
    keywords.setOwner(old.id, owner);
    const detail = isShared(known.owner, owner) ? { actor } : { actor, [HANDED_OVER]: true };
    timeline.add(old.id, now, "restore", null, detail);
    return { id: old.id, result: "restored", owner };
  }
  keywords.insert(id, item, owner, now);
  work.add(id, item.priority, { state: "pending", dueAt: now }, now);
  timeline.add(id, now, "created", null, { actor });
  return { id, result: "created", owner };
}

/** Owners of one department know each other's records. */
function isShared(before: RecordOwner, after: RecordOwner): boolean {
  if (before.ownerId === after.ownerId) return true;
  return before.departmentId !== null && before.departmentId === after.departmentId;
}

/** @param recrawlMs time after which a skipped keyword is due again; null for never */
export function act(
  tables: Tables,
  id: string,
  action: KeywordAction,
  actor: string,
  now: number,
  recrawlMs: number | null,
): LedgerResult<Keyword> {
  const { work, keywords, runs, timeline } = tables;
  const item = work.find(id);
  const keyword = keywords.get(id);
  if (!item || !keyword) return refused(id, "not_found");
  const deleted = keyword.deleted_at !== null;
  const state = stateAfter(action, {
    state: keyword.state,
    deleted,
    hasSavedPages: runs.hasSavedPages(id),
  });
  if (state === null) {
    const from = deleted ? "deleted" : keyword.state;
    return { ok: false, code: "invalid_state", message: `a keyword that is ${from} cannot ${action}` };
  }
  timeline.add(id, now, action, keyword.run?.run_id ?? null, { actor, from: keyword.state, to: state });
  change(tables, item, action, state, now, recrawlMs);
  const changed = keywords.get(id);
  return changed ? { ok: true, value: changed } : refused(id, "not_found");
}

/** Applies an action that `stateAfter` allowed. */
function change(
  tables: Tables,
  item: WorkItem,
  action: KeywordAction,
  state: KeywordState,
  now: number,
  recrawlMs: number | null,
): void {
  const { work, keywords, runs } = tables;
  const { id } = item;
  switch (action) {
    case "pause":
      work.place(item, { state, dueAt: null }, now);
      break;
    case "resume":
    case "run":
      work.place(item, { state, dueAt: now }, now);
      break;
    case "retry":
      work.place(item, { state, dueAt: now, attempts: 0 }, now);
      break;
    case "restart":
      runs.drop(id);
      work.place(item, { state, dueAt: now, attempts: 0 }, now);
      break;
    case "skip":
      runs.finish(id, now, false);
      keywords.setOutcome(id, "skipped", null);
      work.place(item, { state, dueAt: recrawlMs === null ? null : now + recrawlMs, attempts: 0 }, now);
      break;
    case "delete":
      keywords.setDeleted(id, now);
      runs.setCounted(id, false);
      work.retire(item, state, now);
      break;
    case "restore":
      undelete(tables, id);
      // A keyword deleted while it ran lost its due time; unfinished work is due at once, or it would never be picked.
      work.place(item, { state, dueAt: isUnfinished(state) ? now : item.dueAt, attempts: 0 }, now);
      break;
  }
}

function isUnfinished(state: KeywordState): boolean {
  return state === "pending" || state === "partial";
}

function undelete({ keywords, runs }: Tables, id: string): void {
  keywords.setDeleted(id, null);
  runs.setCounted(id, true);
}

/** The refusal of a call whose lease ended, or whose keyword this ledger does not have. */
export function refused(id: string, code: "stale_lease" | "not_found"): LedgerResult<never> {
  const message = code === "not_found" ? `no keyword ${id}` : `the lease of keyword ${id} is held no longer`;
  return { ok: false, code, message };
}
