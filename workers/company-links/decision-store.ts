/** Decisions about companies in D1. */
import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Decision } from "../../shared/domain/company-match/assign-companies.ts";
import { type CompanyDecision, companyDecisions } from "../db/company-decision-schema.ts";
import { isAfter } from "../db/conditions.ts";
import { type Database, runBatch } from "../db/run-batch.ts";

export interface DecisionPosition {
  decidedAt: number;
  id: string;
}

export interface DecisionFilter {
  /** Decisions about this row: `platform:company_key`. */
  company?: string | undefined;
  /** Leaves out decisions that were undone. */
  activeOnly?: boolean | undefined;
}

export interface DecisionStore {
  /** Newest first. */
  list(filter: DecisionFilter, limit: number, after?: DecisionPosition): Promise<CompanyDecision[]>;
  find(id: string): Promise<CompanyDecision | null>;
  /** One that is stored under its id stays as it is. */
  add(decisions: readonly CompanyDecision[]): Promise<void>;
  /** @returns false when it was undone before */
  undo(id: string, by: string, at: number): Promise<boolean>;
  /** All decisions that were not undone. */
  active(): Promise<Decision[]>;
  /** Decisions, undone ones too, that the companies do not follow yet. */
  waiting(): Promise<CompanyDecision[]>;
  /** @param undoneAt as the decision was when the companies followed it: one that was undone meanwhile waits again */
  applied(decision: Pick<CompanyDecision, "id" | "undoneAt">, at: number): Promise<void>;
}

/** Decisions that one step applies. */
const MAX_WAITING = 100;

export function createDecisionStore(db: Database): DecisionStore {
  return {
    list: ({ company, activeOnly = false }, limit, after) => {
      const about: SQL | undefined =
        company === undefined
          ? undefined
          : sql`(${companyDecisions.one} = ${company} or ${company} in (select value from json_each(${companyDecisions.others})))`;
      return db
        .select()
        .from(companyDecisions)
        .where(
          and(
            about,
            activeOnly ? isNull(companyDecisions.undoneAt) : undefined,
            after &&
              isAfter(companyDecisions.decidedAt, companyDecisions.id, { at: after.decidedAt, id: after.id }),
          ),
        )
        .orderBy(desc(companyDecisions.decidedAt), desc(companyDecisions.id))
        .limit(limit)
        .all();
    },
    find: async (id) =>
      (await db.select().from(companyDecisions).where(eq(companyDecisions.id, id)).get()) ?? null,
    async add(decisions) {
      if (decisions.length === 0) return;
      const insertions = decisions.map((row) =>
        db.insert(companyDecisions).values(row).onConflictDoNothing(),
      );
      await runBatch(db, insertions);
    },
    async undo(id, by, at) {
      const undone = await db
        .update(companyDecisions)
        .set({ undoneBy: by, undoneAt: at, appliedAt: null })
        .where(and(eq(companyDecisions.id, id), isNull(companyDecisions.undoneAt)))
        .returning({ id: companyDecisions.id });
      return undone.length > 0;
    },
    active: () =>
      db
        .select({
          id: companyDecisions.id,
          verdict: companyDecisions.verdict,
          one: companyDecisions.one,
          others: companyDecisions.others,
        })
        .from(companyDecisions)
        .where(isNull(companyDecisions.undoneAt))
        .all(),
    waiting: () =>
      db.select().from(companyDecisions).where(isNull(companyDecisions.appliedAt)).limit(MAX_WAITING).all(),
    async applied({ id, undoneAt }, at) {
      await db
        .update(companyDecisions)
        .set({ appliedAt: at })
        .where(
          and(
            eq(companyDecisions.id, id),
            undoneAt === null ? isNull(companyDecisions.undoneAt) : eq(companyDecisions.undoneAt, undoneAt),
          ),
        );
    },
  };
}
