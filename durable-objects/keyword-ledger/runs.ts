/** Stores runs and their parts: checkpoints, totals, distinct postings, stale and repeated pages. */
import type { KeywordRun, RunLimit, RunPart } from "../../shared/contracts/keyword.ts";
import type { PageProgress } from "../../shared/contracts/keyword-ledger.ts";
import type { SearchFilters } from "../../shared/contracts/platform.ts";
import { isRest } from "../../shared/platforms/filter-table.ts";
import { KeySets } from "./key-set.ts";
import { type Part, Parts } from "./parts.ts";
import type { PendingPages } from "./pending-pages.ts";
import { type CountedRunColumns, newRun, toRun } from "./run-columns.ts";
import type { RunLimits } from "./split-limits.ts";

type RunRow = CountedRunColumns & { stale_pages: number; repeated_pages: number; known_pages: number };

export interface CurrentRun {
  run: KeywordRun;
  stalePages: number;
  /** Pages in a row that showed only postings that the run had seen before. */
  repeatedPages: number;
  /** Full pages that showed only postings which the run had seen before, in a row or not. */
  knownPages: number;
  /** Postings never stored before, and stored ones that changed; null while no page counted them. */
  fresh: number | null;
  changed: number | null;
}

/** True for an unfinished run with at least one saved page. */
export const hasSavedPages = (current: CurrentRun | null): current is CurrentRun =>
  current !== null && current.run.finished_at === null && current.run.pages > 0;

/** Thrown when a holder asks for something that its run does not allow; the transaction is rolled back. */
export class RunError extends Error {}

/** Limits that end a run; the others only leave something unread. */
const ENDS: readonly (RunLimit | null | undefined)[] = ["max-pages", "repeated-pages"];

/** A page that is saved now, and its part as it was before it. */
interface SavedPage {
  page: PageProgress;
  part: Part;
  /** Average number of rows on the part's earlier pages. */
  usualRows: number;
}

export class Runs {
  readonly #sql: SqlStorage;
  readonly #keys: KeySets;
  readonly #parts: Parts;
  readonly #pending: PendingPages;
  readonly #limits: () => RunLimits;
  readonly #newId: () => string;

  constructor(sql: SqlStorage, pending: PendingPages, limits: () => RunLimits, newId: () => string) {
    this.#sql = sql;
    this.#pending = pending;
    this.#keys = new KeySets(sql);
    this.#parts = new Parts(sql);
    this.#limits = limits;
    this.#newId = newId;
  }

  /** The latest run, finished or not; null before the first. */
  current(id: string): CurrentRun | null {
    const row = this.#sql
      .exec<RunRow>(
        `SELECT run_id, started_at, finished_at, pages, rows, distinct_keys, invalid, fresh, changed, reported,
           early_stopped, limited_by, stale_pages, repeated_pages, known_pages FROM runs WHERE keyword_id = ?`,
        id,
      )
      .toArray()[0];
    if (!row) return null;
    return {
      run: toRun(row),
      stalePages: row.stale_pages,
      repeatedPages: row.repeated_pages,
      knownPages: row.known_pages,
      fresh: row.fresh,
      changed: row.changed,
    };
  }

  runId(id: string): string | null {
    return this.current(id)?.run.run_id ?? null;
  }

  /** Whether there is an unfinished run with at least one saved page. */
  hasSavedPages(id: string): boolean {
    return hasSavedPages(this.current(id));
  }

  /** Returns the unfinished run with its open parts, or begins one with part 0, no filters and no saved page. */
  resumeOrBegin(id: string, now: number): CurrentRun & { parts: RunPart[] } {
    const current = this.current(id);
    if (current && current.run.finished_at === null) return { ...current, parts: this.openParts(id) };
    if (current) this.drop(id);
    const runId = this.#newId();
    this.#sql.exec("INSERT INTO runs (keyword_id, run_id, started_at) VALUES (?, ?, ?)", id, runId, now);
    const parts = [this.#parts.begin(id)];
    const run = newRun(runId, now);
    return { run, stalePages: 0, repeatedPages: 0, knownPages: 0, fresh: null, changed: null, parts };
  }

  /** Deletes the run with its parts; the next claim begins a new one. */
  drop(id: string): void {
    this.#sql.exec("DELETE FROM runs WHERE keyword_id = ?", id);
    this.#parts.drop(id);
    this.#pending.drop(id);
  }

  finish(id: string, now: number, earlyStopped: boolean): void {
    // The totals count the run with this write, where the end of the lease would write it once more.
    this.#sql.exec(
      `UPDATE runs SET finished_at = ?, early_stopped = ?, counted_pages = pages, counted_rows = rows,
         counted_invalid = invalid WHERE keyword_id = ? AND finished_at IS NULL`,
      now,
      earlyStopped ? 1 : 0,
      id,
    );
    this.#pending.drop(id);
  }

  /**
   * Adds the postings of a run to those of the last complete one.
   * @returns the size of the union; null when the postings of that one are not known one by one
   */
  unionKeys(id: string, intoRunId: string, fromRunId: string): number | null {
    return this.#keys.union(id, intoRunId, fromRunId);
  }

  /** Deletes the keys of every run but this one. */
  keepKeys(id: string, runId: string | null): void {
    this.#keys.keepOnly(id, runId);
  }

  parts(id: string): RunPart[] {
    return this.#parts.list(id);
  }

  openParts(id: string): RunPart[] {
    return this.parts(id).filter((part) => part.state === "open");
  }

  /**
   * Moves checkpoints past stored pages. Pages saved before are skipped, so a repeated call changes nothing.
   * @returns the pages that were new, the run after them, whose `limited_by` tells the holder when to end it, and the
   * parts that need not be read any more
   * @throws RunError when a page is not the next one of its part: a checkpoint never skips a page
   */
  save(
    id: string,
    pages: readonly PageProgress[],
  ): CurrentRun & { saved: PageProgress[]; covered: number[] } {
    const current = this.current(id);
    if (!current) throw new Error(`running keyword ${id} has no run`);
    const touched = new Map<number, Part>();
    const saved = pages.flatMap((page) => this.#take(id, page, touched) ?? []);
    if (saved.length === 0) return { ...current, saved: [], covered: [] };

    const { run } = current;
    const { distinct, added } = this.#keys.add(
      id,
      run.run_id,
      saved.map(({ page }) => page.keys),
    );
    run.distinct = distinct;
    const limits = this.#limits();
    for (const [index, { page, part, usualRows }] of saved.entries()) {
      const isNew = added[index] ?? 0;
      part.distinctKeys += isNew;
      run.pages += 1;
      run.rows += page.rows;
      run.invalid += page.invalid;
      if (part.part === 0) run.reported = part.reported;
      current.fresh = plus(current.fresh, page.fresh);
      current.changed = plus(current.changed, page.changed);
      if (page.fresh !== null) current.stalePages = page.fresh === 0 ? current.stalePages + 1 : 0;
      // The first page of a part may hold what the whole showed, and a short last page what moved on from the one before.
      // A part that is read beside the others for what these do not show has theirs too.
      const repeats =
        !isRest(part.filters) &&
        page.page > 1 &&
        page.keys.length > 0 &&
        isNew === 0 &&
        page.rows >= usualRows;
      current.repeatedPages = repeats ? current.repeatedPages + 1 : 0;
      if (repeats) current.knownPages += 1;
      if (current.repeatedPages >= limits.repeatPages) run.limited_by = "repeated-pages";
      if (page.quarantined) run.limited_by ??= "quarantined";
      if (page.last && part.rows >= limits.capRows) run.limited_by ??= "site-cap";
    }
    for (const part of touched.values()) this.#parts.save(id, part);
    const ended = saved.some(({ page }) => page.last);
    const covered = ended ? this.#parts.closeCovered(id, limits.capRows) : [];
    this.#addPending(
      id,
      saved.map(({ page }) => page),
    );
    if (run.reported !== null) run.reported = this.#parts.totalOf(id, run.reported, limits.capRows);
    if (run.pages >= limits.maxPages && !ENDS.includes(run.limited_by) && this.openParts(id).length > 0) {
      run.limited_by = "max-pages";
    }
    this.#saveRun(id, current);
    return { ...current, saved: saved.map(({ page }) => page), covered };
  }

  /** Records the pages that the saved ones lead to, and notes those dropped on the last of them. */
  #addPending(id: string, saved: readonly PageProgress[]): void {
    const pending = saved.flatMap((page) => page.pending ?? []);
    if (pending.length === 0) return;
    const dropped = this.#pending.add(id, pending);
    const last = saved.findLast((page) => page.pending !== undefined);
    if (last && dropped > 0) last.pending_dropped = (last.pending_dropped ?? 0) + dropped;
  }

  /** Drops cached keys after a `save` was rolled back. */
  forget(id: string): void {
    this.#keys.forget(id);
  }

  /**
   * Replaces an open part by its children (X6). Splitting it again into the same children changes nothing.
   * @returns whether the part was split now, and why it must stay whole
   * @throws RunError when there is no such part, it is done, or there are no children
   */
  split(
    id: string,
    number: number,
    children: readonly SearchFilters[],
  ): { split: boolean; limit: RunLimit | null } {
    const part = this.#parts.get(id, number);
    if (!part) throw new RunError(`run has no part ${number}`);
    if (part.state === "split") return { split: false, limit: null };
    if (part.state === "done") throw new RunError(`part ${number} is done and cannot be split`);
    if (children.length === 0) throw new RunError(`part ${number} cannot be split into nothing`);
    const limit = this.#parts.split(id, part, children, this.#limits());
    if (limit === null) return { split: true, limit };
    this.#sql.exec("UPDATE runs SET limited_by = ? WHERE keyword_id = ? AND limited_by IS NULL", limit, id);
    return { split: false, limit };
  }

  /** @returns null when the page was saved before */
  #take(id: string, page: PageProgress, touched: Map<number, Part>): SavedPage | null {
    const part = touched.get(page.part) ?? this.#parts.get(id, page.part);
    if (!part) throw new RunError(`run has no part ${page.part}`);
    if (page.page <= part.page) return null;
    if (page.page > part.page + 1) {
      throw new RunError(
        `part ${part.part} has page ${part.page} saved; page ${page.page} would skip a page`,
      );
    }
    if (part.state === "done")
      throw new RunError(`part ${part.part} is done; page ${page.page} is past its end`);
    const usualRows = part.page === 0 ? 0 : part.rows / part.page;
    part.page = page.page;
    part.rows += page.rows;
    // A site's total may differ from page to page: the newest counts.
    part.reported = page.reported ?? part.reported;
    if (page.last && part.state === "open") part.state = "done";
    touched.set(part.part, part);
    return { page, part, usualRows };
  }

  #saveRun(id: string, { run, stalePages, repeatedPages, knownPages, fresh, changed }: CurrentRun): void {
    this.#sql.exec(
      `UPDATE runs SET pages = ?, rows = ?, invalid = ?, distinct_keys = ?, reported = ?, stale_pages = ?,
         repeated_pages = ?, known_pages = ?, fresh = ?, changed = ?, limited_by = ? WHERE keyword_id = ?`,
      run.pages,
      run.rows,
      run.invalid,
      run.distinct,
      run.reported,
      stalePages,
      repeatedPages,
      knownPages,
      fresh,
      changed,
      run.limited_by ?? null,
      id,
    );
  }
}

const plus = (sum: number | null, more: number | null | undefined): number | null =>
  more === null || more === undefined ? sum : (sum ?? 0) + more;
