/** Stores the parts of a run: the whole search, or those that it was split into (X6). */
import type { RunLimit, RunPart } from "../../shared/contracts/keyword.ts";
import type { SearchFilters } from "../../shared/contracts/platform.ts";
import { isRest, OTHER_CITIES, WHOLE_CITY } from "../../shared/platforms/filter-table.ts";
import { type RunLimits, refuseSplit } from "./split-limits.ts";

type Row = {
  part: number;
  parent: number | null;
  filters: string;
  state: string;
  page: number;
  reported: number | null;
  rows: number;
  distinct_keys: number;
};

export interface Part extends RunPart {
  /** Postings that the part was the first of its run to show. */
  distinctKeys: number;
}

const COLUMNS = "part, parent, filters, state, page, reported, rows, distinct_keys";
const OF_KEYWORD = `SELECT ${COLUMNS} FROM parts WHERE keyword_id = ? ORDER BY part`;
const ONE = `SELECT ${COLUMNS} FROM parts WHERE keyword_id = ? AND part = ?`;
const CHILDREN = `SELECT ${COLUMNS} FROM parts WHERE keyword_id = ? AND parent = ? ORDER BY part`;

const UNREAD = `SELECT ${COLUMNS} FROM parts WHERE keyword_id = ? AND state = 'open' AND page = 0 AND part <> 0`;
/** The total of a part, and the postings that it and all parts below it showed. */
const SHOWN_BELOW = `
  WITH RECURSIVE below (part) AS (
    SELECT ?2
    UNION SELECT p.part FROM parts p JOIN below b ON p.parent = b.part WHERE p.keyword_id = ?1
  )
  SELECT max(reported) FILTER (WHERE part = ?2) AS reported, sum(distinct_keys) AS shown
  FROM parts WHERE keyword_id = ?1 AND part IN (SELECT part FROM below)`;

const toPart = ({ distinct_keys, filters, state, ...row }: Row): Part => ({
  ...row,
  state: state as RunPart["state"],
  filters: JSON.parse(filters),
  distinctKeys: distinct_keys,
});

export class Parts {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Adds part 0: the whole search, without filters and without a saved page. */
  begin(id: string): RunPart {
    this.#sql.exec("INSERT INTO parts (keyword_id, part, filters, state) VALUES (?, 0, '{}', 'open')", id);
    return { part: 0, parent: null, filters: {}, state: "open", page: 0, reported: null, rows: 0 };
  }

  drop(id: string): void {
    this.#sql.exec("DELETE FROM parts WHERE keyword_id = ?", id);
  }

  list(id: string): RunPart[] {
    return this.#read(OF_KEYWORD, id).map(({ distinctKeys: _, ...part }) => part);
  }

  get(id: string, number: number): Part | undefined {
    return this.#read(ONE, id, number)[0];
  }

  save(id: string, part: Part): void {
    this.#sql.exec(
      `UPDATE parts SET state = ?, page = ?, reported = ?, rows = ?, distinct_keys = ?
       WHERE keyword_id = ? AND part = ?`,
      part.state,
      part.page,
      part.reported,
      part.rows,
      part.distinctKeys,
      id,
      part.part,
    );
  }

  /**
   * Replaces an open part by its children. When the split of its parent turned out useless, the part stays whole and
   * the others from that split are closed unread, because they would show the same.
   * @returns why the part stays whole; null when it was split
   */
  split(id: string, part: Part, children: readonly SearchFilters[], limits: RunLimits): RunLimit | null {
    const parent = part.parent === null ? undefined : this.get(id, part.parent);
    const siblings = parent ? this.#read(CHILDREN, id, parent.part) : [];
    const { next, count } = this.#sql
      .exec<{ next: number; count: number }>(
        "SELECT max(part) + 1 AS next, count(*) AS count FROM parts WHERE keyword_id = ?",
        id,
      )
      .one();
    const limit = refuseSplit(parent ?? null, siblings, { count, added: children.length }, limits);
    if (limit === "useless-split" && parent) this.#closeOthers(id, parent.part, part.part);
    if (limit !== null) return limit;
    children.forEach((filters, index) => {
      this.#sql.exec(
        "INSERT INTO parts (keyword_id, part, parent, filters, state) VALUES (?, ?, ?, ?, 'open')",
        id,
        next + index,
        part.part,
        JSON.stringify(filters),
      );
    });
    this.save(id, { ...part, state: "split" });
    return null;
  }

  /**
   * The total of the whole search. A site that cuts its totals off at the cap reports the cap for each search over it;
   * then the parts that the search was split into know more.
   * @param reported newest total of the whole search, or the total so far
   */
  totalOf(id: string, reported: number, capRows: number): number {
    if (reported < capRows) return reported;
    const { whole, parts } = this.#sql
      .exec<{ whole: number | null; parts: number | null }>(
        `SELECT max(reported) FILTER (WHERE part = 0) AS whole,
           sum(reported) FILTER (
             WHERE part <> 0 AND state <> 'split' AND json_extract(filters, '$.district') IS NOT '${WHOLE_CITY}'
               AND json_extract(filters, '$.city') IS NOT '${OTHER_CITIES}'
           ) AS parts FROM parts WHERE keyword_id = ?`,
        id,
      )
      .one();
    return whole === capRows ? Math.max(capRows, parts ?? 0) : (whole ?? reported);
  }

  /**
   * Closes the unread parts whose only purpose is what the parts beside them do not show, where these showed all of
   * what the site reported for the search that they split. A total at the cap says nothing: the site cuts it off there.
   * @returns their numbers
   */
  closeCovered(id: string, capRows: number): number[] {
    const unread = this.#read(UNREAD, id).filter(({ filters, parent }) => parent !== null && isRest(filters));
    return unread.flatMap(({ part, parent }) => {
      const { reported, shown } = this.#sql
        .exec<{ reported: number | null; shown: number }>(SHOWN_BELOW, id, parent)
        .one();
      if (reported === null || reported <= capRows || shown < reported) return [];
      this.#sql.exec("UPDATE parts SET state = 'done' WHERE keyword_id = ? AND part = ?", id, part);
      return [part];
    });
  }

  /** Closes what is open below `parent`, except one part. */
  #closeOthers(id: string, parent: number, except: number): void {
    this.#sql.exec(
      `WITH RECURSIVE below (part) AS (
         SELECT part FROM parts WHERE keyword_id = ?1 AND parent = ?2
         UNION SELECT p.part FROM parts p JOIN below b ON p.parent = b.part WHERE p.keyword_id = ?1
       )
       UPDATE parts SET state = 'done'
       WHERE keyword_id = ?1 AND state = 'open' AND part <> ?3 AND part IN (SELECT part FROM below)`,
      id,
      parent,
      except,
    );
  }

  #read(statement: string, ...values: (string | number)[]): Part[] {
    return this.#sql
      .exec<Row>(statement, ...values)
      .toArray()
      .map(toPart);
  }
}
