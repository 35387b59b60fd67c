/**
 * Leads one company through the queue: it is added, released and claimed, and ends with its page or with the reason why
 * none came.
 */
import type {
  CompanyAction,
  CompanyClaim,
  CompanyName,
  CompanyState,
} from "../../shared/contracts/company-ledger.ts";
import type { LedgerResult, Settlement } from "../../shared/contracts/keyword-ledger.ts";
import type { PageEnd } from "../../shared/contracts/pending-page.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { WHOLE_COUNTRY } from "../../shared/domain/city.ts";
import { newRun } from "../keyword-ledger/run-columns.ts";
import type { LedgerSettings } from "../keyword-ledger/settings.ts";
import { decideSettlement, errorOf, expiredAttempt } from "../keyword-ledger/settlement.ts";
import type { Placement, WorkItem } from "../lease-engine/types.ts";
import type { Tables } from "./tables.ts";
import { readWorkId, workId } from "./work-id.ts";

/** Longer names are cut: they come from the sites. */
const MAX_NAME_CHARS = 200;
/** Priority of companies that were seen in postings; a person's own begin higher. */
const SEEN_PRIORITY = 0;

const cut = ({ company_key, name }: CompanyName): CompanyName => ({
  company_key,
  name: name?.slice(0, MAX_NAME_CHARS).toWellFormed() ?? null,
});

/** Adds a company that is not in the queue; it rests until it is released. @returns false when it was there before */
export function addResting({ companies, work }: Tables, company: CompanyName, now: number): boolean {
  // Somebody who removed a company from the queue does not want it back with the next posting.
  if (!companies.isNew(company.company_key)) return false;
  companies.insert(cut(company), now);
  work.add(workId("clean", company.company_key), SEEN_PRIORITY, { state: "pending", dueAt: null }, now);
  return true;
}

/** Adds a company that was seen in postings. @returns false when it was there before */
export function collect(tables: Tables, company: CompanyName, now: number): boolean {
  const isNew = addResting(tables, company, now);
  if (isNew) tables.timeline.add(workId("clean", company.company_key), now, "seen", null);
  return isNew;
}

/** Lets a company wait again whose page is old. @returns false when it is in another state, or its page is newer */
export function collectStale(tables: Tables, company: CompanyName, before: number, now: number): boolean {
  const { companies, work, timeline } = tables;
  const { company_key: companyKey } = company;
  const id = workId("clean", companyKey);
  const known = companies.get(companyKey);
  if (!known) {
    if (!addResting(tables, company, now)) return false;
  } else {
    const item = work.find(id);
    if (!item || known.state !== "done" || (known.cleaned_at ?? 0) >= before) return false;
    work.place(item, { state: "pending", dueAt: null, attempts: 0, priority: SEEN_PRIORITY }, now);
    // It waits behind companies of which nothing is known.
    companies.change(companyKey, now, { queued_at: now });
  }
  timeline.add(id, now, "stale", null);
  return true;
}

/** Makes waiting companies due; the claim that follows is the line in their timelines. @returns how many */
export function release({ companies, work }: Tables, limit: number, now: number): number {
  const ids = companies.waiting(limit);
  for (const id of ids) {
    const item = work.find(id);
    if (item) work.place(item, { state: "pending", dueAt: now }, now);
  }
  return ids.length;
}

/** Makes a company due at a person's request. One that is fetched at this moment is left alone: its page comes anyway. */
export function clean(
  tables: Tables,
  company: CompanyName,
  priority: number,
  actor: string,
  now: number,
): void {
  const { companies, work, timeline } = tables;
  const { company_key: companyKey, name } = cut(company);
  const id = workId("clean", companyKey);
  const item = work.find(id);
  if (!item) {
    companies.insert({ company_key: companyKey, name }, now);
    work.add(id, priority, { state: "pending", dueAt: now }, now);
  } else if (item.phase !== "running") {
    work.place(item, { state: "pending", dueAt: now, attempts: 0, priority }, now);
  }
  companies.change(companyKey, now, { forced: 1, removed_at: null, ...(name !== null && { name }) });
  timeline.add(id, now, "asked", null, { actor, priority, from: item?.state });
}

export function act(
  tables: Tables,
  companyKey: string,
  action: CompanyAction,
  actor: string,
  now: number,
): LedgerResult<null> {
  const { companies, work, timeline } = tables;
  const id = workId("clean", companyKey);
  const item = work.find(id);
  const before = companies.get(companyKey);
  if (!item || !before) return notQueued(companyKey);
  const { state } = before;
  if (action === "retry") {
    if (state !== "failed" && state !== "blocked" && state !== "gone") {
      return { ok: false, code: "invalid_state", message: `a company that is ${state} cannot be retried` };
    }
    work.place(item, { state: "pending", dueAt: now, attempts: 0 }, now);
    companies.change(companyKey, now, { forced: 1 });
  } else {
    work.retire(item, "done", now);
    companies.change(companyKey, now, { removed_at: now });
  }
  timeline.add(id, now, action, null, { actor, from: state });
  return { ok: true, value: null };
}

export function claim(
  tables: Tables,
  item: WorkItem,
  platform: Platform,
  runId: string,
  now: number,
): CompanyClaim {
  const { companies, timeline } = tables;
  const { id, fence, holder } = item;
  const { companyKey } = readWorkId(id);
  const { name, forced } = companies.ofClaim(companyKey);
  const attempt = item.attempts + 1;
  timeline.add(id, now, "claimed", runId, { holder, fence, attempt });
  return {
    keyword_id: id,
    company_key: companyKey,
    work: "clean",
    forced,
    platform,
    keyword: name ?? companyKey,
    city: WHOLE_COUNTRY,
    channel: "web",
    run_id: runId,
    fence,
    lease_until: item.timerAt ?? now,
    attempt,
    parts: [],
    run: newRun(runId, now),
    recrawl: false,
    stale_pages: 0,
  };
}

/** What the keyword's rules need to decide on work that has no pages of its own. */
const NO_PAGES = {
  hasSavedPages: false,
  openParts: 0,
  rows: 0,
  isEmpty: false,
  isRecrawl: false,
  limitedBy: null,
} as const;

/** Ends a claim as its page ended, or by the rules of keywords when no page came. */
export function settleClean(
  tables: Tables,
  item: WorkItem,
  end: PageEnd | Settlement,
  settings: LedgerSettings,
  now: number,
  random: number,
): LedgerResult<{ state: CompanyState }> {
  const { companies, work, timeline } = tables;
  const { id } = item;
  const { companyKey } = readWorkId(id);
  const attempt = item.attempts + 1;
  if (typeof end === "string") {
    const { state, outcome, error } = PAGE_ENDS[end];
    const isGood = state !== "failed";
    work.place(item, { state, dueAt: null, attempts: isGood ? 0 : attempt }, now);
    companies.change(companyKey, now, {
      last_outcome: outcome,
      last_error: error,
      forced: 0,
      ...(state === "done" && { cleaned_at: now }),
    });
    timeline.add(id, now, state, null, { page: end, attempt, error });
    return { ok: true, value: { state } };
  }
  const decision = decideSettlement(end, { attempts: item.attempts, ...NO_PAGES }, settings, now, random);
  if (decision.kind === "refuse") return { ok: false, code: "invalid_state", message: decision.message };
  const { kind: _, ...detail } = end;
  if (decision.kind === "hold") {
    work.hold(item, "pending", decision.until, now);
    timeline.addYield(id, now, null, detail);
    companies.change(companyKey, now);
    return { ok: true, value: { state: "queued" } };
  }
  const error = errorOf(end);
  const { dueAt, attempts, event } = decision;
  const state = decision.state as CompanyState;
  work.place(item, { state, dueAt, attempts }, now);
  companies.change(companyKey, now, "outcome" in end ? { last_outcome: end.outcome, last_error: error } : {});
  timeline.add(id, now, event, null, { ...detail, error, attempt, due_at: dueAt });
  return { ok: true, value: { state } };
}

const PAGE_ENDS: Record<
  PageEnd,
  { state: "done" | "gone" | "failed"; outcome: string; error: string | null }
> = {
  stored: { state: "done", outcome: "ok", error: null },
  // A crawl with details fetched it meanwhile.
  known: { state: "done", outcome: "ok", error: null },
  gone: { state: "gone", outcome: "gone", error: null },
  unusable: {
    state: "failed",
    outcome: "schema-drift",
    error: "the page is about something else, or cannot be read",
  },
  // No company page expires; a ledger of another version may send it.
  expired: { state: "failed", outcome: "schema-drift", error: "the page's request expired" },
};

/** Work whose lease expired is due again, unless its tries are used up. */
export function expireClean(
  { companies, timeline }: Tables,
  item: WorkItem,
  settings: LedgerSettings,
  now: number,
): Placement {
  const { id, holder, fence } = item;
  const { attempts, error } = expiredAttempt(item, settings);
  companies.change(readWorkId(id).companyKey, now, { last_outcome: "lease-expired", last_error: error });
  timeline.add(id, now, "lease-expired", null, { holder, fence, attempt: attempts });
  return error === null
    ? { state: "pending", dueAt: now, attempts }
    : { state: "failed", dueAt: null, attempts };
}

export const notQueued = (companyKey: string): LedgerResult<never> => ({
  ok: false,
  code: "not_found",
  message: `company ${companyKey} is not in the queue`,
});
