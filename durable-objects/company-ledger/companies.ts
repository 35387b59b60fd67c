/** Stores, finds and lists the companies in the queue. State, lease and due time stand in the engine's table. */
import type {
  CompanyExport,
  CompanyFilter,
  CompanyName,
  CompanyPlace,
  CompanyPull,
  CompanyState,
  QueuedCompany,
} from "../../shared/contracts/company-ledger.ts";
import type { Keyword } from "../../shared/contracts/keyword.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { inState } from "../lease-engine/work-indexes.ts";

type Row = {
  company_key: string;
  name: string | null;
  last_outcome: string | null;
  last_error: string | null;
  cleaned_at: number | null;
  pull_own: number;
  queued_at: number;
  changed_at: number;
  state: string;
  priority: number;
  due_at: number | null;
  attempts: number;
};

const SELECT = `SELECT c.company_key, c.name, c.last_outcome, c.last_error, c.cleaned_at, c.pull_own, c.queued_at, c.changed_at,
    w.state, w.priority, w.due_at, w.attempts
  FROM companies c JOIN work w ON w.id = 'clean:' || c.company_key WHERE c.removed_at IS NULL`;

export class Companies {
  readonly #sql: SqlStorage;
  readonly #platform: () => Platform;
  readonly #pullOf: (companyKey: string) => Keyword | null;

  /** @param pullOf the search that pulls the postings of a company; null when there was none */
  constructor(sql: SqlStorage, platform: () => Platform, pullOf: (companyKey: string) => Keyword | null) {
    this.#sql = sql;
    this.#platform = platform;
    this.#pullOf = pullOf;
  }

  /** @returns true when the company was never in the queue; one that was removed keeps its row */
  isNew(companyKey: string): boolean {
    return this.#sql.exec("SELECT 1 FROM companies WHERE company_key = ?", companyKey).toArray().length === 0;
  }

  insert({ company_key, name }: CompanyName, now: number): void {
    this.#sql.exec(
      "INSERT INTO companies (company_key, name, queued_at, changed_at) VALUES (?, ?, ?, ?)",
      company_key,
      name,
      now,
      this.#nextChange(now),
    );
  }

  /** Notes that the queue changed the company, with new values of some columns. */
  change(
    companyKey: string,
    now: number,
    values: Partial<
      Pick<Row, "name" | "last_outcome" | "last_error" | "cleaned_at" | "queued_at"> & {
        forced: number;
        removed_at: number | null;
      }
    > = {},
  ): void {
    const names = Object.keys(values);
    this.#sql.exec(
      `UPDATE companies SET changed_at = ?${names.map((name) => `, ${name} = ?`).join("")} WHERE company_key = ?`,
      this.#nextChange(now),
      ...Object.values(values),
      companyKey,
    );
  }

  setPullOwn(companyKey: string, own: number): void {
    this.#sql.exec("UPDATE companies SET pull_own = ? WHERE company_key = ?", own, companyKey);
  }

  /** The fields that a claim needs. */
  ofClaim(companyKey: string): { name: string | null; forced: boolean } {
    const { name, forced } = this.#sql
      .exec<{ name: string | null; forced: number }>(
        "SELECT name, forced FROM companies WHERE company_key = ?",
        companyKey,
      )
      .one();
    return { name, forced: forced === 1 };
  }

  get(companyKey: string): QueuedCompany | null {
    const row = this.#sql.exec<Row>(`${SELECT} AND c.company_key = ?`, companyKey).toArray()[0];
    return row ? this.#toCompany(row) : null;
  }

  states(companyKeys: readonly string[]): Pick<QueuedCompany, "company_key" | "state" | "cleaned_at">[] {
    return this.#sql
      .exec<{ company_key: string; state: string; cleaned_at: number | null }>(
        `SELECT c.company_key, w.state, c.cleaned_at FROM json_each(?) k
         JOIN companies c ON c.company_key = k.value JOIN work w ON w.id = 'clean:' || c.company_key
         WHERE c.removed_at IS NULL`,
        JSON.stringify(companyKeys),
      )
      .toArray()
      .map((row) => ({ ...row, state: row.state as CompanyState }));
  }

  list({ state, search }: CompanyFilter, limit: number, after?: CompanyPlace): QueuedCompany[] {
    const values: (string | number)[] = [];
    let where = "";
    if (after) {
      where += ` AND (c.changed_at, c.company_key) ${after.inclusive ? "<=" : "<"} (?, ?)`;
      values.push(after.changed_at, after.company_key);
    }
    if (state) {
      where += " AND w.state = ?";
      values.push(state);
    }
    if (search) {
      where += " AND (instr(lower(coalesce(c.name, '')), lower(?)) > 0 OR c.company_key = ?)";
      values.push(search, search);
    }
    return this.#sql
      .exec<Row>(`${SELECT}${where} ORDER BY c.changed_at DESC, c.company_key DESC LIMIT ?`, ...values, limit)
      .toArray()
      .map((row) => this.#toCompany(row));
  }

  /** Ids of the work on companies that wait until they are released, oldest first. */
  waiting(limit: number): string[] {
    return this.#sql
      .exec<{ id: string }>(
        `SELECT w.id FROM work w JOIN companies c ON w.id = 'clean:' || c.company_key
         WHERE ${inState(false)} AND phase = 'resting' ORDER BY c.queued_at, c.company_key LIMIT ?`,
        "pending",
        limit,
      )
      .toArray()
      .map(({ id }) => id);
  }

  /** Changes strictly after `after`, oldest first. */
  changedAfter(after: number, limit: number): CompanyExport["companies"] {
    return this.#sql
      .exec<{
        company_key: string;
        state: string;
        queued_at: number;
        cleaned_at: number | null;
        changed_at: number;
        removed_at: number | null;
      }>(
        `SELECT c.company_key, w.state, c.queued_at, c.cleaned_at, c.changed_at, c.removed_at
         FROM companies c JOIN work w ON w.id = 'clean:' || c.company_key
         WHERE c.changed_at > ? ORDER BY c.changed_at LIMIT ?`,
        after,
        limit,
      )
      .toArray()
      .map(({ state, removed_at, ...row }) => ({
        ...row,
        state: removed_at === null ? (state as CompanyState) : null,
      }));
  }

  /** Times of changes differ, so that an export that goes on after one of them misses none. */
  #nextChange(now: number): number {
    const { last } = this.#sql
      .exec<{ last: number | null }>("SELECT max(changed_at) AS last FROM companies")
      .one();
    return Math.max(now, (last ?? 0) + 1);
  }

  #toCompany({ pull_own, ...row }: Row): QueuedCompany {
    const pull = this.#pullOf(row.company_key);
    return {
      ...row,
      platform: this.#platform(),
      state: row.state as CompanyState,
      last_outcome: row.last_outcome as QueuedCompany["last_outcome"],
      pull: pull && toPull(pull, pull_own),
    };
  }
}

const toPull = (
  { state, priority, due_at, attempts, keyword, last_outcome, last_error, run }: Keyword,
  own: number,
): CompanyPull => ({
  state,
  priority,
  due_at,
  attempts,
  search: keyword,
  own,
  last_outcome,
  last_error,
  run,
});
