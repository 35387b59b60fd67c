/** The typed tables whose rows a re-clean corrects, by data type, and their columns that a parser fills. */
import type { DataType } from "../../shared/contracts/platform.ts";
import { ROW_KINDS, type RowKind } from "../../shared/platforms/data-types.ts";
import { companies, companyPages } from "../../shared/tables/companies.ts";
import { jobDetails, jobs } from "../../shared/tables/jobs.ts";
import { PROVENANCE_COLUMNS } from "../../shared/tables/provenance.ts";
import type { Table } from "../../shared/tables/table.ts";

export interface ParsedColumn {
  name: string;
  /** ClickHouse's name of the type. */
  type: string;
}

/** A table whose rows are corrected. */
export interface Target {
  table: string;
  /** All columns, in the order of the table's definition. */
  all: readonly string[];
  /** Columns that a parser fills; the key and the provenance stay as they are. */
  parsed: readonly ParsedColumn[];
}

export interface Subject {
  kind: RowKind;
  /** The first one says which content of a key is the current one. */
  targets: readonly [Target, ...Target[]];
  /** Kind of the rows in job_versions; null where no history is kept. */
  history: "list" | "page" | null;
  /** Table of changed keys, which the refresh of job_facts reads. */
  changes: "job_changes" | "company_changes";
  /** A person says what is right, no parser. */
  isByHand?: boolean;
}

const targetOf = ({ name, columns }: Table): Target => ({
  table: name,
  all: Object.keys(columns),
  parsed: Object.entries(columns)
    .filter(
      ([column]) =>
        !(column in PROVENANCE_COLUMNS || ["platform", "job_key", "company_key"].includes(column)),
    )
    .map(([column, { type }]) => ({ name: column, type })),
});

/** A posting names its company by a key of its own, which the parser fills. */
const ofPostings = (table: Table): Target => {
  const target = targetOf(table);
  return { ...target, parsed: [{ name: "company_key", type: "Nullable(String)" }, ...target.parsed] };
};

export const SUBJECTS: Readonly<Record<DataType, Subject>> = {
  job: { kind: ROW_KINDS.job, targets: [ofPostings(jobs)], history: "list", changes: "job_changes" },
  job_detail: {
    kind: ROW_KINDS.job_detail,
    targets: [ofPostings(jobDetails)],
    history: "page",
    changes: "job_changes",
  },
  company: {
    kind: ROW_KINDS.company,
    // Pages of companies have raw rows. In `companies` a newer row of a posting's employer may stand before the page's.
    targets: [targetOf(companyPages), targetOf(companies)],
    history: null,
    changes: "company_changes",
  },
};

/** Postings that people correct: the history stays, because it tells what the site sent. */
export const BY_HAND: Subject = { ...SUBJECTS.job, history: null, isByHand: true };

/** Columns that job_versions compares; text_hash is the hash of the description. */
export const HISTORY_COLUMNS: readonly ParsedColumn[] = [
  { name: "title", type: "Nullable(String)" },
  { name: "salary_text", type: "LowCardinality(Nullable(String))" },
  { name: "monthly_min", type: "Nullable(Float64)" },
  { name: "monthly_max", type: "Nullable(Float64)" },
  { name: "text_hash", type: "UInt64" },
];
export const HISTORY_TABLE = "job_versions";
