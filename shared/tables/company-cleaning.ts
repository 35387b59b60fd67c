/** How far the cleaning of each company is, as its queue last said, and which companies' pages were stored anew. */
import { COMPANY_STATES, type CompanyState } from "../contracts/company-ledger.ts";
import type { Platform } from "../contracts/platform.ts";
import { choice, id, instant, maybeInstant, type RowOf } from "./column.ts";
import { platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

const companyKey = id("id of the company on its platform");

export const companyCleaning = defineTable({
  name: "company_cleaning",
  comment:
    "Companies in the cleaning queue with their newest known state. Written by the schedule clean-companies; read with FINAL",
  columns: {
    platform,
    company_key: companyKey,
    state: choice(COMPANY_STATES, "where the company is in the queue; null once it was removed from it"),
    queued_at: instant("when it entered the queue"),
    cleaned_at: maybeInstant("when its own page was last fetched with a good end; null before"),
    changed_at: instant("when the queue last changed it"),
  },
});

export const companyChanges = defineTable({
  name: "company_changes",
  comment:
    "Companies whose own page was stored anew, so that their postings follow; 7 days; filled by company_changes_mv",
  columns: {
    changed_at: instant("when it was written"),
    platform,
    company_key: companyKey,
  },
});

/** A line of JSONEachRow. Times in Unix ms. */
export const companyCleaningLine = (row: {
  platform: Platform;
  company_key: string;
  state: CompanyState | null;
  queued_at: number;
  cleaned_at: number | null;
  changed_at: number;
}): string => JSON.stringify(row satisfies RowOf<typeof companyCleaning.columns>);
