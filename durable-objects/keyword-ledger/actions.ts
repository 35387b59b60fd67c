/** Actions of people on keywords: create, pause, resume, retry, delete, … */
import type { RecordOwner, RecordReach } from "../../shared/contracts/access.ts";
import type { Keyword, KeywordAction, KeywordChange, NewKeyword } from "../../shared/contracts/keyword.ts";
import type { CreateResult, LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import type { KeywordState } from "../../shared/contracts/platform.ts";
import { resumable, stateAfter } from "../../shared/domain/keyword-state.ts";
import type { WorkItem } from "../lease-engine/types.ts";
import { isRunnable } from "./counters.ts";
import { abandonRun, endRun } from "./end-run.ts";
import type { Tables } from "./tables.ts";

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
    keywords.setDeleted(old.id, null);
    keywords.setOwner(old.id, owner);
    timeline.add(old.id, now, "restore", null, { actor });
    return { id: old.id, result: "restored", owner };
  }
  keywords.insert(id, item, owner, now);
  work.add(id, item.priority, { state: "pending", dueAt: now }, now);
  timeline.add(id, now, "created", null, { actor });
  return { id, result: "created", owner };
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
  const twin = action === "restore" ? liveTwin(tables, keyword) : null;
  if (twin !== null) return { ok: false, code: "conflict", message: sameSearch(twin) };
  timeline.add(id, now, action, keyword.run?.run_id ?? null, { actor, from: keyword.state, to: state });
  change(tables, item, action, state, now, recrawlMs);
  const changed = keywords.get(id);
  return changed ? { ok: true, value: changed } : refused(id, "not_found");
}

/**
 * Changes what a person may change. A new priority leaves a running lease alone; another search starts anew, and the
 * fence of who runs the old one grows, so that its late pages are refused.
 */
export function update(
  tables: Tables,
  id: string,
  change: KeywordChange,
  actor: string,
  now: number,
): LedgerResult<Keyword> {
  const { work, keywords, timeline } = tables;
  const item = work.find(id);
  const keyword = keywords.get(id);
  if (!item || !keyword) return refused(id, "not_found");
  if (keyword.deleted_at !== null) {
    return { ok: false, code: "invalid_state", message: "a keyword that is deleted cannot be changed" };
  }
  const { priority = keyword.priority, city = keyword.city, channel = keyword.channel } = change;
  const wanted = { priority, city, channel };
  const from = Object.fromEntries(
    (["priority", "city", "channel"] as const).flatMap((name) =>
      keyword[name] === wanted[name] ? [] : [[name, keyword[name]]],
    ),
  );
  if (Object.keys(from).length === 0) return { ok: true, value: keyword };
  if ("city" in from || "channel" in from) {
    const twin = liveTwin(tables, { ...keyword, city, channel });
    if (twin !== null) return { ok: false, code: "conflict", message: sameSearch(twin) };
    abandonRun(tables, id, now);
    keywords.setSearch(id, city, channel);
    const isPaused = keyword.state === "paused";
    const place = isPaused ? { state: "paused", dueAt: null } : { state: "pending", dueAt: now };
    work.place(item, { ...place, attempts: 0, priority }, now);
  } else {
    work.setPriority(item, priority, now);
  }
  const to = Object.fromEntries(Object.keys(from).map((name) => [name, wanted[name as keyof typeof wanted]]));
  timeline.add(id, now, "edited", null, { actor, ...prefixed("from", from), ...prefixed("to", to) });
  const changed = keywords.get(id);
  return changed ? { ok: true, value: changed } : refused(id, "not_found");
}

const prefixed = (prefix: string, values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value]));

/** Another keyword that is not deleted and has the same search. */
function liveTwin(
  { keywords }: Tables,
  keyword: Pick<Keyword, "id" | "keyword" | "city" | "channel">,
): string | null {
  const found = keywords.findSearch(keyword);
  return found && !found.deleted && found.id !== keyword.id ? found.id : null;
}

const sameSearch = (id: string) => `this search exists already: keyword ${id}`;

/** Keywords that one call looks at, which keeps its transaction short. */
const RUN_ALL_BATCH = 500;

/** Makes keywords due now that rest or wait and that nobody has to look at first. */
export function runAll(
  tables: Tables,
  reach: RecordReach,
  afterId: string,
  actor: string,
  now: number,
): { due: number; next: string | null } {
  const { work, keywords, timeline } = tables;
  const ids = keywords.idsInReach(reach, RUN_ALL_BATCH, afterId);
  let due = 0;
  for (const id of ids) {
    const item = work.find(id);
    if (!item || !isRunnable(item.state as KeywordState, item.phase)) continue;
    work.place(item, { state: item.state, dueAt: now }, now);
    timeline.add(id, now, "run", null, { actor, from: item.state, to: work.find(id)?.state });
    due++;
  }
  return { due, next: ids.length < RUN_ALL_BATCH ? null : (ids.at(-1) ?? null) };
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
  const { work, keywords } = tables;
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
      abandonRun(tables, id, now);
      work.place(item, { state, dueAt: now, attempts: 0 }, now);
      break;
    case "skip":
      endRun(tables, id, { outcome: "skipped", error: null, earlyStopped: false, isGood: false }, now);
      work.place(item, { state, dueAt: recrawlMs === null ? null : now + recrawlMs, attempts: 0 }, now);
      break;
    case "delete":
      keywords.setDeleted(id, now);
      work.retire(item, state, now);
      break;
    case "restore":
      keywords.setDeleted(id, null);
      // A keyword deleted while it ran lost its due time; unfinished work is due at once, or it would never be picked.
      work.place(item, { state, dueAt: isUnfinished(state) ? now : item.dueAt, attempts: 0 }, now);
      break;
  }
}

function isUnfinished(state: KeywordState): boolean {
  return state === "pending" || state === "partial";
}

/** The refusal of a call whose lease ended, or whose keyword this ledger does not have. */
export function refused(id: string, code: "stale_lease" | "not_found"): LedgerResult<never> {
  const message = code === "not_found" ? `no keyword ${id}` : `the lease of keyword ${id} is held no longer`;
  return { ok: false, code, message };
}
