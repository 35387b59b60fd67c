/** What people decided about companies that may be one. Nothing is deleted: an undone decision keeps who undid it. */
import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Verdict } from "../../shared/contracts/company-match.ts";
import { instant } from "./columns.ts";

/** A company as it was when it was decided about. */
export interface DecidedCompany {
  id: string;
  name: string;
  city: string | null;
  address: string | null;
  company_size: string | null;
  credit_code: string | null;
  company_id: string;
  parent_id: string;
}

export const companyDecisions = sqliteTable(
  "company_decisions",
  {
    id: text("id").primaryKey(),
    verdict: text("verdict").$type<Verdict>().notNull(),
    /** `platform:company_key`; with `branch`, the branch. */
    one: text("one").notNull(),
    others: text("others", { mode: "json" }).$type<string[]>().notNull(),
    note: text("note"),
    /** The companies as they were. */
    evidence: text("evidence", { mode: "json" }).$type<DecidedCompany[]>().notNull(),
    decidedBy: text("decided_by").notNull(),
    decidedAt: instant("decided_at").notNull(),
    undoneBy: text("undone_by"),
    undoneAt: instant("undone_at"),
    /** When the companies were joined or parted accordingly; null until then. */
    appliedAt: instant("applied_at"),
  },
  (table) => [
    index("company_decisions_decided").on(table.decidedAt, table.id),
    index("company_decisions_waiting").on(table.appliedAt),
  ],
);

export type CompanyDecision = typeof companyDecisions.$inferSelect;
