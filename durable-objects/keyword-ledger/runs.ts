/** Stores runs and their parts: checkpoints, totals, distinct postings, stale pages. */
import type { KeywordRun, RunPart } from "../../shared/contracts/keyword.ts";
import type { PageProgress } from "../../shared/contracts/keyword-ledger.ts";
import type { SearchFilters } from "../../shared/contracts/platform.ts";
import { KeySets } from "./key-set.ts";
import type { PendingPages } from "./pending-pages.ts";

type RunRow = {
  run_id: string;
  started_at: number;
  finished_at: number | null;
  pages: number;
  rows: number;
  distinct_keys: number;
  invalid: number;
  reported: number | null;
  early_stopped: number;
  stale_pages: number;
};

type PartRow = {
  part: number;
  parent: number | null;
  filters: string;
  state: string;
  page: number;
  reported: number | null;
  rows: number;
};

export interface CurrentRun {
  run: KeywordRun;
  stalePages: number;
}

const toPart = (row: PartRow): RunPart => ({
  ...row,
  state: row.state as RunPart["state"],
  filters: JSON.parse(row.filters),
});

const PARTS =
  "SELECT part, parent, filters, state, page, reported, rows FROM parts WHERE keyword_id = ? ORDER BY part";
const PART =
  "SELECT part, parent, filters, state, page, reported, rows FROM parts WHERE keyword_id = ? AND part = ?";

/** Thrown when a holder asks for something that its run does not allow; the transaction is rolled back. */
export class RunError extends Error {}

export class Runs {
  readonly #sql: SqlStorage;
  readonly #keys: KeySets;
  readonly #pending: PendingPages;

  constructor(sql: SqlStorage, pending: PendingPages) {
    this.#sql = sql;
    this.#pending = pending;
    this.#keys = new KeySets(sql);
  }

  /** The latest run, finished or not; null before the first. */
  current(id: string): CurrentRun | null {
    const row = this.#sql
      .exec<RunRow>(
        `SELECT run_id, started_at, finished_at, pages, rows, distinct_keys, invalid, reported, early_stopped,
           stale_pages FROM runs WHERE keyword_id = ?`,
        id,
      )
      .toArray()[0];
    if (!row) return null;
    const { distinct_keys, early_stopped, stale_pages, ...rest } = row;
    return {
      run: { ...rest, distinct: distinct_keys, early_stopped: early_stopped === 1 },
      stalePages: stale_pages,
    };
  }

  runId(id: string): string | null {
    return this.current(id)?.run.run_id ?? null;
  }

  /** Whether there is an unfinished run with at least one saved page. */
  hasSavedPages(id: string): boolean {
    const current = this.current(id);
    return current !== null && current.run.finished_at === null && current.run.pages > 0;
  }

  /** Returns the unfinished run with its open parts, or begins one with part 0, no filters and no saved page. */
  resumeOrBegin(id: string, now: number): CurrentRun & { parts: RunPart[] } {
    const current = this.current(id);
    if (current && current.run.finished_at === null) return { ...current, parts: this.openParts(id) };
    if (current) this.drop(id);
    const runId = crypto.randomUUID();
    this.#sql.exec("INSERT INTO runs (keyword_id, run_id, started_at) VALUES (?, ?, ?)", id, runId, now);
    this.#sql.exec("INSERT INTO parts (keyword_id, part, filters, state) VALUES (?, 0, '{}', 'open')", id);
    const run: KeywordRun = {
      run_id: runId,
      started_at: now,
      finished_at: null,
      pages: 0,
      rows: 0,
      distinct: 0,
      invalid: 0,
      reported: null,
      early_stopped: false,
    };
    const whole: RunPart = {
      part: 0,
      parent: null,
      filters: {},
      state: "open",
      page: 0,
      reported: null,
      rows: 0,
    };
    return { run, stalePages: 0, parts: [whole] };
  }

  /** Deletes the run with its parts; the next claim begins a new one. */
  drop(id: string): void {
    this.#sql.exec("DELETE FROM runs WHERE keyword_id = ?", id);
    this.#sql.exec("DELETE FROM parts WHERE keyword_id = ?", id);
    this.#keys.drop(id);
    this.#pending.drop(id);
  }

  finish(id: string, now: number, earlyStopped: boolean): void {
    this.#sql.exec(
      "UPDATE runs SET finished_at = ?, early_stopped = ? WHERE keyword_id = ? AND finished_at IS NULL",
      now,
      earlyStopped ? 1 : 0,
      id,
    );
    this.#keys.drop(id);
    this.#pending.drop(id);
  }

  /** Says whether the run counts in the coverage; that of a deleted keyword does not. */
  setCounted(id: string, counted: boolean): void {
    this.#sql.exec("UPDATE runs SET counted = ? WHERE keyword_id = ?", counted ? 1 : 0, id);
  }

  parts(id: string): RunPart[] {
    return this.#sql.exec<PartRow>(PARTS, id).toArray().map(toPart);
  }

  openParts(id: string): RunPart[] {
    return this.parts(id).filter((part) => part.state === "open");
  }

  /**
   * Moves checkpoints past stored pages. Pages saved before are skipped, so a repeated call changes nothing.
   * @returns the pages that were new, and the run after them
   * @throws RunError when a page is not the next one of its part: a checkpoint never skips a page
   */
  save(id: string, pages: readonly PageProgress[]): CurrentRun & { saved: PageProgress[] } {
    const before = this.#mustHave(id);
    const touched = new Map<number, RunPart>();
    const saved: PageProgress[] = [];
    const { run } = before;
    let { stalePages } = before;
    for (const page of pages) {
      const part = touched.get(page.part) ?? this.#part(id, page.part);
      if (!part) throw new RunError(`run has no part ${page.part}`);
      if (page.page <= part.page) continue;
      if (page.page > part.page + 1) {
        throw new RunError(
          `part ${part.part} has page ${part.page} saved; page ${page.page} would skip a page`,
        );
      }
      if (part.state === "done")
        throw new RunError(`part ${part.part} is done; page ${page.page} is past its end`);
      part.page = page.page;
      part.rows += page.rows;
      part.reported ??= page.reported;
      if (page.last && part.state === "open") part.state = "done";
      touched.set(part.part, part);
      run.pages += 1;
      run.rows += page.rows;
      run.invalid += page.invalid;
      if (part.part === 0) run.reported ??= part.reported;
      if (page.fresh !== null) stalePages = page.fresh === 0 ? stalePages + 1 : 0;
      saved.push(page);
    }
    if (saved.length > 0) {
      run.distinct = this.#keys.add(
        id,
        saved.flatMap((page) => page.keys),
      );
      for (const part of touched.values()) this.#savePart(id, part);
      this.#addPending(id, saved);
      this.#sql.exec(
        `UPDATE runs SET pages = ?, rows = ?, invalid = ?, distinct_keys = ?, reported = ?, stale_pages = ?
         WHERE keyword_id = ?`,
        run.pages,
        run.rows,
        run.invalid,
        run.distinct,
        run.reported,
        stalePages,
        id,
      );
    }
    return { run, stalePages, saved };
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
   * @throws RunError when there is no such part, it is done, or there are no children
   */
  split(id: string, number: number, children: readonly SearchFilters[]): boolean {
    const part = this.#part(id, number);
    if (!part) throw new RunError(`run has no part ${number}`);
    if (part.state === "split") return false;
    if (part.state === "done") throw new RunError(`part ${number} is done and cannot be split`);
    if (children.length === 0) throw new RunError(`part ${number} cannot be split into nothing`);
    const { next } = this.#sql
      .exec<{ next: number }>("SELECT max(part) + 1 AS next FROM parts WHERE keyword_id = ?", id)
      .one();
    children.forEach((filters, index) => {
      this.#sql.exec(
        "INSERT INTO parts (keyword_id, part, parent, filters, state) VALUES (?, ?, ?, ?, 'open')",
        id,
        next + index,
        number,
        JSON.stringify(filters),
      );
    });
    this.#savePart(id, { ...part, state: "split" });
    return true;
  }

  #part(id: string, number: number): RunPart | undefined {
    return this.#sql.exec<PartRow>(PART, id, number).toArray().map(toPart)[0];
  }

  #savePart(id: string, part: RunPart): void {
    this.#sql.exec(
      "UPDATE parts SET state = ?, page = ?, reported = ?, rows = ? WHERE keyword_id = ? AND part = ?",
      part.state,
      part.page,
      part.reported,
      part.rows,
      id,
      part.part,
    );
  }

  #mustHave(id: string): CurrentRun {
    const current = this.current(id);
    if (!current) throw new Error(`running keyword ${id} has no run`);
    return current;
  }
}
