/** Stores, finds and lists keywords. */
import type { RecordOwner, RecordReach } from "../../shared/contracts/access.ts";
import type { Keyword, NewKeyword } from "../../shared/contracts/keyword.ts";
import type { ListFilter } from "../../shared/contracts/keyword-ledger.ts";
import type { Channel, KeywordState, Platform } from "../../shared/contracts/platform.ts";
import type { CrawlHabit } from "../../shared/domain/recrawl.ts";
import { reachSql } from "../base/reach-sql.ts";
import { inState } from "../lease-engine/work-indexes.ts";
import { type RunColumns, toRun } from "./run-columns.ts";

type CoverageColumns = {
  covered_distinct: number | null;
  covered_reported: number | null;
  covered_at: number | null;
};

type Row = CoverageColumns & {
  id: string;
  keyword: string;
  city: string;
  channel: string;
  priority: number;
  state: string;
  due_at: number | null;
  attempts: number;
  last_outcome: string | null;
  last_error: string | null;
  owner_id: string | null;
  department_id: string | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
} & (RunColumns | { run_id: null });

const SELECT = `SELECT k.id, k.keyword, k.city, k.channel, w.priority, w.state, w.due_at, w.attempts, k.last_outcome,
    k.last_error, k.owner_id, k.department_id, k.created_at, w.updated_at, k.deleted_at,
    k.covered_distinct, k.covered_reported, k.covered_at,
    r.run_id, r.started_at, r.finished_at, r.pages, r.rows, r.distinct_keys, r.invalid, r.reported, r.early_stopped,
    r.limited_by
  FROM work w JOIN keywords k ON k.id = w.id LEFT JOIN runs r ON r.keyword_id = w.id`;
const SELECT_ONE = `${SELECT} WHERE w.id = ?`;

const toCoverage = ({
  covered_distinct,
  covered_reported,
  covered_at,
}: CoverageColumns): Keyword["coverage"] =>
  covered_distinct === null || covered_reported === null || covered_at === null
    ? null
    : { distinct: covered_distinct, reported: covered_reported, at: covered_at };

/** The keyword's coverage, and the run that began its count. */
export interface CoverageRecord {
  runId: string | null;
  coverage: Keyword["coverage"];
}

export class Keywords {
  readonly #sql: SqlStorage;
  readonly #platform: () => Platform;

  constructor(sql: SqlStorage, platform: () => Platform) {
    this.#sql = sql;
    this.#platform = platform;
  }

  /** Finds the keyword with this search, in any case; one that is not deleted goes first. */
  findSearch(
    item: Pick<NewKeyword, "keyword" | "city" | "channel">,
  ): { id: string; deleted: boolean; owner: RecordOwner } | null {
    const row = this.#sql
      .exec<{ id: string; deleted_at: number | null; ownerId: string | null; departmentId: string | null }>(
        `SELECT id, deleted_at, owner_id AS ownerId, department_id AS departmentId FROM keywords
           WHERE keyword = ?1 COLLATE NOCASE AND city = ?2 AND channel = ?3
           ORDER BY deleted_at IS NOT NULL, keyword = ?1 DESC LIMIT 1`,
        item.keyword,
        item.city,
        item.channel,
      )
      .toArray()[0];
    if (!row) return null;
    const { ownerId, departmentId } = row;
    return { id: row.id, deleted: row.deleted_at !== null, owner: { ownerId, departmentId } };
  }

  insert(id: string, item: NewKeyword, owner: RecordOwner, now: number): void {
    this.#sql.exec(
      `INSERT INTO keywords (id, keyword, city, channel, owner_id, department_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      id,
      item.keyword,
      item.city,
      item.channel,
      owner.ownerId,
      owner.departmentId,
      now,
    );
  }

  setOwner(id: string, { ownerId, departmentId }: RecordOwner): void {
    this.#sql.exec(
      "UPDATE keywords SET owner_id = ?, department_id = ? WHERE id = ?",
      ownerId,
      departmentId,
      id,
    );
  }

  setDeleted(id: string, at: number | null): void {
    this.#sql.exec("UPDATE keywords SET deleted_at = ? WHERE id = ?", at, id);
  }

  setOutcome(id: string, outcome: NonNullable<Keyword["last_outcome"]>, error: string | null): void {
    this.#sql.exec("UPDATE keywords SET last_outcome = ?, last_error = ? WHERE id = ?", outcome, error, id);
  }

  /** Records how a run ended: one row written, whatever changes. @param isGood the run came to a good end */
  endRun(
    id: string,
    end: {
      outcome: NonNullable<Keyword["last_outcome"]>;
      error: string | null;
      isGood: boolean;
      habit?: CrawlHabit | null;
    },
    { runId, coverage }: CoverageRecord,
  ): void {
    this.#sql.exec(
      `UPDATE keywords SET finished_runs = finished_runs + ?, last_outcome = ?, last_error = ?,
         covered_run_id = ?, covered_distinct = ?, covered_reported = ?, covered_at = ?,
         crawl_requests = ifnull(?, crawl_requests), changes_per_hour = ifnull(?, changes_per_hour) WHERE id = ?`,
      end.isGood ? 1 : 0,
      end.outcome,
      end.error,
      runId,
      coverage?.distinct ?? null,
      coverage?.reported ?? null,
      coverage?.at ?? null,
      end.habit?.requests ?? null,
      end.habit?.changesPerHour ?? null,
      id,
    );
  }

  coverage(id: string): CoverageRecord {
    const row = this.#sql
      .exec<CoverageColumns & { covered_run_id: string | null }>(
        "SELECT covered_run_id, covered_distinct, covered_reported, covered_at FROM keywords WHERE id = ?",
        id,
      )
      .one();
    return { runId: row.covered_run_id, coverage: toCoverage(row) };
  }

  /** Gives the keyword another search, which nothing is known of. */
  setSearch(id: string, city: string, channel: Channel): void {
    this.#sql.exec(
      `UPDATE keywords SET city = ?, channel = ?, finished_runs = 0, last_outcome = NULL, last_error = NULL,
         covered_run_id = NULL, covered_distinct = NULL, covered_reported = NULL, covered_at = NULL,
         crawl_requests = NULL, changes_per_hour = NULL WHERE id = ?`,
      city,
      channel,
      id,
    );
  }

  /** Ids of live keywords within the reach, in order, strictly after `afterId`. */
  idsInReach(reach: RecordReach, limit: number, afterId: string): string[] {
    const { condition, values } = reachSql(reach, "k");
    return this.#sql
      .exec<{ id: string }>(
        `SELECT k.id FROM keywords k WHERE k.id > ? AND k.deleted_at IS NULL AND ${condition} ORDER BY k.id LIMIT ?`,
        afterId,
        ...values,
        limit,
      )
      .toArray()
      .map(({ id }) => id);
  }

  /** The fields that a claim needs. */
  search(id: string): { keyword: string; city: string; channel: Channel; finishedRuns: number } {
    const row = this.#sql
      .exec<{ keyword: string; city: string; channel: string; finishedRuns: number }>(
        "SELECT keyword, city, channel, finished_runs AS finishedRuns FROM keywords WHERE id = ?",
        id,
      )
      .one();
    return { ...row, channel: row.channel as Channel };
  }

  get(id: string): Keyword | null {
    const row = this.#sql.exec<Row>(SELECT_ONE, id).toArray()[0];
    return row ? this.#toKeyword(row) : null;
  }

  /** Lists keywords newest first, strictly after `afterId`. A text search reads rows until the page is full. */
  list(filter: ListFilter, limit: number, afterId?: string): Keyword[] {
    const where: string[] = [];
    const values: (string | number)[] = [];
    const add = (condition: string, value: string) => {
      where.push(condition);
      values.push(value);
    };
    if (afterId) add("w.id < ?", afterId);
    if (filter.state) add(inState(filter.state === "running"), filter.state);
    if (filter.city) add("k.city = ?", filter.city);
    if (filter.search) add("instr(lower(k.keyword), lower(?)) > 0", filter.search);
    if (filter.reach) {
      const reach = reachSql(filter.reach, "k");
      where.push(reach.condition);
      values.push(...reach.values);
    }
    if (!filter.include_deleted) where.push("k.deleted_at IS NULL");
    const condition = where.length > 0 ? `WHERE ${where.join(" AND ")}` : "";
    return this.#sql
      .exec<Row>(`${SELECT} ${condition} ORDER BY w.id DESC LIMIT ?`, ...values, limit)
      .toArray()
      .map((row) => this.#toKeyword(row));
  }

  #toKeyword(row: Row): Keyword {
    return {
      id: row.id,
      platform: this.#platform(),
      keyword: row.keyword,
      city: row.city,
      channel: row.channel as Channel,
      priority: row.priority,
      state: row.state as KeywordState,
      due_at: row.due_at,
      attempts: row.attempts,
      last_outcome: row.last_outcome as Keyword["last_outcome"],
      last_error: row.last_error,
      run: row.run_id === null ? null : toRun(row),
      coverage: toCoverage(row),
      owner_id: row.owner_id,
      department_id: row.department_id,
      created_at: row.created_at,
      updated_at: row.updated_at,
      deleted_at: row.deleted_at,
    };
  }
}
