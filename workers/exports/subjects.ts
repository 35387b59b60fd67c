/** What can be exported: where its rows are read, their copy, and the columns to choose from. */
import { CompanyFilter } from "../../shared/contracts/company-search.ts";
import type { ExportSubject } from "../../shared/contracts/exports.ts";
import { JobFilter } from "../../shared/contracts/job-filter.ts";
import type { Columns } from "../../shared/tables/column.ts";
import {
  EXPORTED_COMPANY_COLUMNS,
  EXPORTED_JOB_COLUMNS,
  exportCompanies,
  exportJobs,
} from "../../shared/tables/exports.ts";
import { companyFilterSql } from "../clickhouse/company-filter.ts";
import { jobFilterSql } from "../clickhouse/job-filter.ts";
import type { SqlCondition } from "../clickhouse/sql-condition.ts";
import { type ExportColumn, exportColumns } from "./columns.ts";
import type { ExportFilter } from "./source.ts";

export interface Subject {
  /** Table that holds the copies. */
  table: "export_jobs" | "export_companies";
  columns: Columns;
  /** Columns of an export that names none. */
  usual: readonly string[];
  /** The order of the copy, without ties. Their columns are copied in any case. */
  key: readonly string[];
  /** Columns that only the copy has; they tell two rows of the same key apart. */
  version: string | null;
  /** Columns that the words of a filter are searched in. */
  searched: readonly string[];
  /** FROM clause whose rows have the columns. */
  from(condition: string): string;
  condition(filter: ExportFilter): SqlCondition;
}

export const SUBJECTS: Readonly<Record<ExportSubject, Subject>> = {
  jobs: {
    table: exportJobs.name,
    columns: EXPORTED_JOB_COLUMNS,
    usual: Object.keys(EXPORTED_JOB_COLUMNS).filter((name) => name !== "description"),
    key: ["first_seen", "platform", "job_key"],
    version: "version",
    searched: ["title", "company_name", "listed_skills", "tags", "description"],
    from: (condition) => `(SELECT * FROM job_facts WHERE ${condition})`,
    condition: (filter) => jobFilterSql(JobFilter.parse(filter)),
  },
  companies: {
    table: exportCompanies.name,
    columns: EXPORTED_COMPANY_COLUMNS,
    usual: Object.keys(EXPORTED_COMPANY_COLUMNS).filter((name) => name !== "description"),
    key: ["platform", "company_key"],
    version: null,
    searched: ["name", "full_name"],
    from: (condition) => `(SELECT * FROM companies_full WHERE ${condition})`,
    condition: (filter) => companyFilterSql(CompanyFilter.parse(filter)),
  },
};

/** @returns those of the subject, in the order of the names */
export const columnsOf = (subject: ExportSubject, names: readonly string[]): ExportColumn[] =>
  exportColumns(SUBJECTS[subject].columns, names);
