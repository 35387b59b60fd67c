/** Joining of companies, for the API and the schedule. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import { type CompanyRef, companyRowId, type Verdict } from "../../shared/contracts/company-match.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import type { Logger } from "../../shared/log.ts";
import { askSoon } from "../clickhouse/ask.ts";
import { runSearch } from "../clickhouse/search-query.ts";
import type { CompanyDecision, DecidedCompany } from "../db/company-decision-schema.ts";
import type { Database } from "../db/run-batch.ts";
import { createRefreshStore } from "../facts/refresh-store.ts";
import { type HeldLock, withLock } from "../with-lock.ts";
import {
  createDecisionStore,
  type DecisionFilter,
  type DecisionPosition,
  type DecisionStore,
} from "./decision-store.ts";
import { type LinkServices, type LinkStep, linkStep } from "./link-companies.ts";
import type { PairRow } from "./link-sql.ts";
import {
  CompanyFact,
  FACTS_OF_BRANCHES,
  FACTS_OF_COMPANY,
  FACTS_OF_IDS,
  openPairs,
  type PairFilter,
  type PairPosition,
} from "./pair-sql.ts";

export type LinkReport =
  | { skipped: "current" | "running elsewhere" }
  | ({ skipped: null; steps: number; done: boolean } & LinkStep);

export interface NewDecision {
  verdict: Verdict;
  one: CompanyRef;
  others: readonly CompanyRef[];
  note: string | null;
  /** Who decides: the caller's label. */
  by: string;
}

/** One row of companies with what it belongs to. */
export interface CompanyPlace {
  company_id: string;
  /** Rows of the same company, itself among them, most postings first. */
  rows: CompanyFact[];
  /** Rows of the company whose branch it is. */
  parent: CompanyFact[];
  branches: CompanyFact[];
}

export interface CompanyLinks {
  /** Joins what is new, some steps at a time, when something was stored or decided since the last time. */
  run(owner: string): Promise<LinkReport>;
  pairs(filter: PairFilter, limit: number, after?: PairPosition): Promise<PairRow[]>;
  /** Rows by their ids `platform:company_key`. */
  facts(ids: readonly string[]): Promise<Map<string, CompanyFact>>;
  /** Null for a company whose name was not read yet, and one that is not stored. */
  place(company: CompanyRef): Promise<CompanyPlace | null>;
  /**
   * @param owner of the lock: the request's id
   * @throws ApiError not_found, validation_failed
   */
  decide(decision: NewDecision, owner: string): Promise<CompanyDecision>;
  /** @throws ApiError not_found, conflict where it was undone before */
  undo(id: string, by: string, owner: string): Promise<CompanyDecision>;
  decisions(filter: DecisionFilter, limit: number, after?: DecisionPosition): Promise<CompanyDecision[]>;
}

interface Parts extends Omit<LinkServices, "decisions"> {
  db: Database;
  clickhouse: ClickHouseClient;
  lock: HeldLock;
  clock: Clock;
  logger: Pick<Logger, "warn">;
  /** Rows of a step, for tests. */
  rowsPerStep?: number;
}

/** A run ends after this time; the next one goes on. */
const MAX_RUN_MS = 40_000;
/** Rows, and branches, of one company that are shown. */
const MAX_SHOWN = 200;

export function createCompanyLinks({ db, lock, rowsPerStep, ...parts }: Parts): CompanyLinks {
  const { clickhouse, clock, logger } = parts;
  const store: DecisionStore = createDecisionStore(db);
  const facts = createRefreshStore(db);
  const state = createRefreshStore(db, "company-links");
  const services: LinkServices = { ...parts, decisions: store };
  const soon = askSoon(clickhouse);

  async function steps(): Promise<LinkStep & { steps: number; done: boolean }> {
    const startedAt = clock.now();
    const sum = { read: 0, decided: 0, moved: 0, pairs: 0, steps: 0 };
    for (;;) {
      const step = await linkStep(services, rowsPerStep);
      if (step.read === 0 && step.decided === 0) return { ...sum, done: true };
      for (const name of ["read", "decided", "moved", "pairs"] as const) sum[name] += step[name];
      sum.steps++;
      if (clock.now() - startedAt > MAX_RUN_MS) return { ...sum, done: false };
    }
  }

  /** Companies follow a decision at once where nothing else joins them; else with the next run of the schedule. */
  async function follow(id: string, owner: string): Promise<CompanyDecision> {
    await withLock(lock, owner, logger, () => linkStep(services, 0));
    return (await store.find(id)) as CompanyDecision;
  }

  const factsOf = async (
    sql: string,
    params: Record<string, string | readonly string[]>,
    limit = MAX_SHOWN,
  ) => soon(sql, CompanyFact, { ...params, limit });

  const api: CompanyLinks = {
    async run(owner) {
      const [current, last, waiting] = await Promise.all([facts.read(), state.read(), store.waiting()]);
      // No query may wake a ClickHouse that sleeps while nothing comes.
      const isCurrent = current === null || (last !== null && last.through === current.through);
      if (isCurrent && last?.error == null && waiting.length === 0) return { skipped: "current" };
      const startedAt = clock.now();
      try {
        const held = await withLock(lock, owner, logger, steps);
        if (held.heldBy !== null) return { skipped: "running elsewhere" };
        const { value } = held;
        const through = value.done ? (current?.through ?? 0) : (last?.through ?? 0);
        await state.save({ through, startedAt, finishedAt: clock.now(), rows: value.read });
        return { skipped: null, ...value };
      } catch (error) {
        await state.fail(String(error).slice(0, 500));
        throw error;
      }
    },
    pairs: (filter, limit, after) => runSearch(clickhouse, openPairs(filter, limit, after)),
    async facts(ids) {
      if (ids.length === 0) return new Map();
      const rows = await factsOf(FACTS_OF_IDS, { ids }, ids.length);
      return new Map(rows.map((row) => [companyRowId(row), row]));
    },
    async place(company) {
      const [own] = await factsOf(FACTS_OF_IDS, { ids: [companyRowId(company)] });
      if (!own) return null;
      const [rows, parent, branches] = await Promise.all([
        factsOf(FACTS_OF_COMPANY, { company: own.company_id }),
        own.parent_id === "" ? [] : factsOf(FACTS_OF_COMPANY, { company: own.parent_id }),
        factsOf(FACTS_OF_BRANCHES, { company: own.company_id }),
      ]);
      return { company_id: own.company_id, rows, parent, branches };
    },
    async decide({ verdict, one, others, note, by }, owner) {
      const ids = [one, ...others].map(companyRowId);
      const known = await api.facts(ids);
      const missing = ids.find((id) => !known.has(id));
      if (missing !== undefined)
        throw new ApiError("not_found", `no company ${missing}, or its name was not read yet`);
      const decision: CompanyDecision = {
        id: crypto.randomUUID(),
        verdict,
        one: ids[0] as string,
        others: ids.slice(1),
        note,
        evidence: ids.map((id) => evidenceOf(id, known.get(id) as CompanyFact)),
        decidedBy: by,
        decidedAt: clock.now(),
        undoneBy: null,
        undoneAt: null,
        appliedAt: null,
      };
      await store.add(decision);
      return follow(decision.id, owner);
    },
    async undo(id, by, owner) {
      if (!(await store.find(id))) throw new ApiError("not_found", `no decision ${id}`);
      if (!(await store.undo(id, by, clock.now())))
        throw new ApiError("conflict", `decision ${id} was undone before`);
      return follow(id, owner);
    },
    decisions: store.list,
  };
  return api;
}

const evidenceOf = (id: string, row: CompanyFact): DecidedCompany => ({
  id,
  name: row.name,
  city: row.city,
  address: row.address,
  company_size: row.company_size,
  credit_code: row.credit_code,
  company_id: row.company_id,
  parent_id: row.parent_id,
});
