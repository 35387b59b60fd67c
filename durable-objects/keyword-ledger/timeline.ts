/** The timeline of each keyword (X15): short lines that say why its state changed; the latest are kept. */
import type { KeywordEvent } from "../../shared/contracts/keyword.ts";

/** Events kept per keyword. They are trimmed every `STRIDE` events, so that most writes delete nothing. */
const KEPT = 200;
const STRIDE = 32;

/** Set in the detail of the event with which a deleted keyword went to another owner. */
export const HANDED_OVER = "handed_over";

export class Timeline {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(
    id: string,
    at: number,
    type: string,
    runId: string | null,
    detail: Record<string, unknown> = {},
  ): void {
    const { seq } = this.#sql
      .exec<{ seq: number }>(
        `INSERT INTO events (keyword_id, seq, at, type, run_id, detail)
         VALUES (?1, coalesce((SELECT max(seq) FROM events WHERE keyword_id = ?1), 0) + 1, ?2, ?3, ?4, ?5)
         RETURNING seq`,
        id,
        at,
        type,
        runId,
        JSON.stringify(detail),
      )
      .one();
    if (seq % STRIDE === 0 && seq > KEPT) {
      this.#sql.exec("DELETE FROM events WHERE keyword_id = ? AND seq <= ?", id, seq - KEPT);
    }
  }

  /**
   * Adds that a holder gave the item back until later. When that repeats with nothing in between (the gate lets one
   * in at a time), one line gets a count instead of a pair of lines each time.
   */
  addYield(id: string, at: number, runId: string | null, detail: Record<string, unknown>): void {
    const [claimed, yielded] = this.list(id, 2);
    if (claimed?.type !== "claimed" || yielded?.type !== "yielded") {
      this.add(id, at, "yielded", runId, detail);
      return;
    }
    const { times, since } = yielded.detail;
    const repeated = { ...detail, times: Number(times ?? 1) + 1, since: since ?? yielded.at };
    this.#sql.exec("DELETE FROM events WHERE keyword_id = ? AND seq = ?", id, claimed.seq);
    this.#sql.exec(
      "UPDATE events SET at = ?, detail = ? WHERE keyword_id = ? AND seq = ?",
      at,
      JSON.stringify(repeated),
      id,
      yielded.seq,
    );
  }

  /** True when the timeline has an entry of this actor. */
  hasEntryOf(id: string, actor: string): boolean {
    const part = `"actor":${JSON.stringify(actor)}`;
    return (
      this.#sql
        .exec("SELECT 1 FROM events WHERE keyword_id = ? AND instr(detail, ?) > 0 LIMIT 1", id, part)
        .toArray().length > 0
    );
  }

  /** Number of events of a type since the item was claimed. */
  countSinceClaim(id: string, type: string): number {
    return this.#sql
      .exec<{ n: number }>(
        `SELECT count(*) AS n FROM events WHERE keyword_id = ?1 AND type = ?2
         AND seq > coalesce((SELECT max(seq) FROM events WHERE keyword_id = ?1 AND type = 'claimed'), 0)`,
        id,
        type,
      )
      .one().n;
  }

  /** The first event that the present owner may see: those before tell of other people. */
  firstOfOwner(id: string): number {
    return this.#sql
      .exec<{ seq: number }>(
        `SELECT coalesce(max(seq), 0) AS seq FROM events
         WHERE keyword_id = ? AND type = 'restore' AND json_extract(detail, '$.${HANDED_OVER}')`,
        id,
      )
      .one().seq;
  }

  /** Newest first; from `fromSeq`, and before `beforeSeq`. */
  list(id: string, limit: number, beforeSeq = Number.MAX_SAFE_INTEGER, fromSeq = 0): KeywordEvent[] {
    return this.#sql
      .exec<{ seq: number; at: number; type: string; run_id: string | null; detail: string }>(
        `SELECT seq, at, type, run_id, detail FROM events
         WHERE keyword_id = ? AND seq < ? AND seq >= ? ORDER BY seq DESC LIMIT ?`,
        id,
        beforeSeq,
        fromSeq,
        limit,
      )
      .toArray()
      .map((row) => ({ ...row, detail: JSON.parse(row.detail) }));
  }
}
