/** Pulls of a company's postings: a search in the tables of keywords, which nobody but this object's lanes claim. */
import type { CompanyClaim, CompanyName } from "../../shared/contracts/company-ledger.ts";
import { KeywordText } from "../../shared/contracts/keyword.ts";
import type { LedgerResult, PageProgress } from "../../shared/contracts/keyword-ledger.ts";
import type { KeywordState, Platform } from "../../shared/contracts/platform.ts";
import { WHOLE_COUNTRY } from "../../shared/domain/city.ts";
import { resumable } from "../../shared/domain/keyword-state.ts";
import { platforms } from "../../shared/platforms/platforms.ts";
import { act as actOnKeyword } from "../keyword-ledger/actions.ts";
import { claim as claimKeyword } from "../keyword-ledger/claims.ts";
import type { WorkItem } from "../lease-engine/types.ts";
import { addResting, notQueued } from "./cleaning.ts";
import type { Tables } from "./tables.ts";
import { ownKeysId, readWorkId, workId } from "./work-id.ts";

const NOBODY = { ownerId: null, departmentId: null };
/** A site's search box takes no more. */
const MAX_SEARCH_CHARS = 100;
/** States in which a pull is over or stopped; in the others it is on its way, and a request changes nothing. */
const ENDED: ReadonlySet<string> = new Set<KeywordState>(["done", "failed", "blocked", "paused"]);

/** The words that find a company on a site without a list of its postings; null when its name has none. */
function searchOf({ company_key, name }: CompanyName, platform: Platform): string | null {
  const text = KeywordText.safeParse([...(name ?? "")].slice(0, MAX_SEARCH_CHARS).join(""));
  if (text.success) return text.data;
  return platforms[platform].companyListCap === null ? null : company_key;
}

/** Makes a pull due. One that failed or was blocked goes on at its checkpoint; one that is done begins anew. */
export function pull(
  tables: Tables,
  company: CompanyName,
  platform: Platform,
  priority: number,
  actor: string,
  now: number,
): LedgerResult<null> {
  const { companies, keywords, work, runs, timeline, ownKeys } = tables;
  const { company_key: companyKey } = company;
  const search = searchOf(company, platform);
  if (search === null)
    return {
      ok: false,
      code: "invalid_state",
      message: "the company has no name that could be searched for",
    };
  addResting(tables, company, now);
  const id = workId("pull", companyKey);
  const item = work.find(id);
  if (!item) {
    keywords.insert(
      id,
      { platform, keyword: search, city: WHOLE_COUNTRY, channel: "web", priority },
      NOBODY,
      now,
    );
    work.add(id, priority, { state: "pending", dueAt: now }, now);
  } else if (ENDED.has(item.state)) {
    const state = resumable(runs.hasSavedPages(id));
    if (state === "pending") {
      ownKeys.keepOnly(ownKeysId(companyKey), null);
      companies.setPullOwn(companyKey, 0);
    }
    work.place(item, { state, dueAt: now, attempts: 0, priority }, now);
  }
  companies.change(companyKey, now, { removed_at: null });
  timeline.add(id, now, "asked", null, { actor, priority, search, from: item?.state });
  return { ok: true, value: null };
}

/** Ends a pull where it is; what it has read is stored. */
export function stopPull(tables: Tables, companyKey: string, actor: string, now: number): LedgerResult<null> {
  const id = workId("pull", companyKey);
  if (!tables.work.find(id)) return notQueued(companyKey);
  const stopped = actOnKeyword(tables, id, "skip", actor, now, null);
  if (!stopped.ok) return { ...stopped, message: "the pull is over" };
  tables.companies.change(companyKey, now);
  return { ok: true, value: null };
}

export function claimPull(tables: Tables, item: WorkItem, platform: Platform, now: number): CompanyClaim {
  const claim = claimKeyword(tables, item, platform, { fullCrawlMs: null }, now);
  const { companyKey } = readWorkId(item.id);
  tables.companies.change(companyKey, now);
  // All postings are wanted, so no run stops early.
  return { ...claim, recrawl: false, company_key: companyKey, work: "pull", forced: true };
}

/** Counts the postings of the company among the pages that were saved now. */
export function countOwn(
  { companies, ownKeys }: Tables,
  id: string,
  runId: string,
  saved: readonly PageProgress[],
): void {
  const { companyKey } = readWorkId(id);
  const keys = saved.map((page) => page.own_keys ?? []);
  if (keys.every((one) => one.length === 0)) return;
  companies.setPullOwn(companyKey, ownKeys.add(ownKeysId(companyKey), runId, keys).distinct);
}
