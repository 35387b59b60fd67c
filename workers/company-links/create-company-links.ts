/** Joining of companies, for the API and the schedule. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import { type CompanyRef, companyRowId, type Verdict } from "../../shared/contracts/company-match.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { askSoon } from "../clickhouse/ask.ts";
import { runSearch } from "../clickhouse/search-query.ts";
import type { CompanyDecision, DecidedCompany } from "../db/company-decision-schema.ts";
import type { Database } from "../db/run-batch.ts";
import { createRefreshStore } from "../facts/refresh-store.ts";
import { type HeldLock, runAlone, withLock } from "../with-lock.ts";
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

type LinkReport =
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

/** A decision that one of many makes; its id is the same when it is tried again. */
export interface RepeatableDecision extends NewDecision {
  id: string;
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
  /**
   * Decides many at once, each on its own. One that is stored under its id already stays as it is.
   * @returns why each was refused, in order; null where it was not
   */
  decideMany(decisions: readonly RepeatableDecision[], owner: string): Promise<(ApiError | null)[]>;
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

  /** Companies follow decisions at once where nothing else joins them; else with the next run of the schedule. */
  const follow = (owner: string) => withLock(lock, owner, logger, () => linkStep(services, 0));

  /** Stores decisions; one that is stored under its id stays as it is. @returns why each was refused, or null */
  async function add(wanted: readonly RepeatableDecision[]): Promise<(ApiError | null)[]> {
    const rows = wanted.map((decision) => [decision.one, ...decision.others].map(companyRowId));
    const known = await api.facts([...new Set(rows.flat())]);
    const refusals = rows.map((ids) => {
      const missing = ids.find((id) => !known.has(id));
      return missing === undefined
        ? null
        : new ApiError("not_found", `no company ${missing}, or its name was not read yet`);
    });
    const decisions = wanted.flatMap(({ id, verdict, note, by }, at): CompanyDecision[] => {
      const [one, ...others] = rows[at] ?? [];
      if (one === undefined || refusals[at] !== null) return [];
      const evidence = [one, ...others].map((row) => evidenceOf(row, known.get(row) as CompanyFact));
      return [
        {
          ...{ id, verdict, one, others, note, evidence, decidedBy: by, decidedAt: clock.now() },
          ...{ undoneBy: null, undoneAt: null, appliedAt: null },
        },
      ];
    });
    await store.add(decisions);
    return refusals;
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
        const done = await runAlone(lock, owner, logger, steps);
        if ("skipped" in done) return done;
        const through = done.done ? (current?.through ?? 0) : (last?.through ?? 0);
        await state.save({ through, startedAt, finishedAt: clock.now(), rows: done.read });
        return { skipped: null, ...done };
      } catch (error) {
        await state.fail(keptMessageOf(error));
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
    async decide(wanted, owner) {
      const id = crypto.randomUUID();
      const [refusal] = await add([{ ...wanted, id }]);
      if (refusal) throw refusal;
      await follow(owner);
      return (await store.find(id)) as CompanyDecision;
    },
    async decideMany(wanted, owner) {
      const refusals = await add(wanted);
      // Also for those that a try before this one stored: it may have ended before the companies followed.
      if (refusals.includes(null)) await follow(owner);
      return refusals;
    },
    async undo(id, by, owner) {
      if (!(await store.find(id))) throw new ApiError("not_found", `no decision ${id}`);
      if (!(await store.undo(id, by, clock.now())))
        throw new ApiError("conflict", `decision ${id} was undone before`);
      await follow(owner);
      return (await store.find(id)) as CompanyDecision;
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
