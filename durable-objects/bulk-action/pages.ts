/** The frozen selection, in pages of up to PAGE_ITEMS records, with the results that differ from "done in its turn". */
import type { BulkItem, BulkOutcome, BulkResult } from "../../shared/contracts/bulk.ts";
import { MAX_MESSAGE, PAGE_ITEMS } from "./settings.ts";

type PageRow = { first_seq: number; ids: string; outcomes: string };
type Kept = [outcome: BulkOutcome, message: string | null];

/** What an outcome follows from. */
export interface Reached {
  /** Records up to this number have a result. */
  acted: number;
  ended: boolean;
}

export class Pages {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** @param total records selected before */
  append(ids: readonly string[], total: number): void {
    for (let at = 0; at < ids.length; at += PAGE_ITEMS) {
      this.#sql.exec(
        "INSERT INTO pages (first_seq, ids) VALUES (?, ?)",
        total + at + 1,
        JSON.stringify(ids.slice(at, at + PAGE_ITEMS)),
      );
    }
  }

  /** Reads up to `limit` records of one page, from `seq` on. */
  slice(seq: number, limit: number): string[] {
    const page = this.#pageOf(seq);
    if (!page) return [];
    const offset = seq - page.first_seq;
    return (JSON.parse(page.ids) as string[]).slice(offset, offset + limit);
  }

  /** Keeps the results of a step that are more than "done". */
  keep(firstSeq: number, results: readonly (BulkResult | { outcome: "unknown"; message: null })[]): void {
    const page = this.#pageOf(firstSeq);
    const kept = results.flatMap(({ outcome, message }, at): [number, Kept][] =>
      outcome === "done" ? [] : [[at, [outcome, message?.slice(0, MAX_MESSAGE) ?? null]]],
    );
    if (!page || kept.length === 0) return;
    const outcomes = JSON.parse(page.outcomes) as Record<string, Kept>;
    for (const [at, result] of kept) outcomes[firstSeq - page.first_seq + at] = result;
    this.#sql.exec(
      "UPDATE pages SET outcomes = ? WHERE first_seq = ?",
      JSON.stringify(outcomes),
      page.first_seq,
    );
  }

  items(afterSeq: number, limit: number, { acted, ended }: Reached, wanted?: BulkOutcome): BulkItem[] {
    const items: BulkItem[] = [];
    let from = this.#pageOf(afterSeq + 1)?.first_seq ?? afterSeq + 1;
    while (items.length < limit) {
      const page = this.#sql
        .exec<PageRow>("SELECT * FROM pages WHERE first_seq >= ? ORDER BY first_seq LIMIT 1", from)
        .toArray()[0];
      if (!page) break;
      const outcomes = JSON.parse(page.outcomes) as Record<string, Kept>;
      for (const [offset, id] of (JSON.parse(page.ids) as string[]).entries()) {
        const seq = page.first_seq + offset;
        if (seq <= afterSeq || items.length >= limit) continue;
        const usual: BulkOutcome = seq <= acted ? "done" : ended ? "untouched" : "waiting";
        const [outcome, message] = outcomes[offset] ?? [usual, null];
        if (wanted === undefined || outcome === wanted) items.push({ seq, id, outcome, message });
      }
      from = page.first_seq + 1;
    }
    return items;
  }

  #pageOf(seq: number): PageRow | undefined {
    return this.#sql
      .exec<PageRow>("SELECT * FROM pages WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1", seq)
      .toArray()[0];
  }
}
