/**
 * What the ingest does with the rows of each data type (A4). Admission, selection and inserts read this table: a new
 * data type is its name in `contracts/platform.ts`, its entry here and its tables.
 */
import type { DataType } from "../contracts/platform.ts";
import type { SeenType } from "../contracts/seen-index.ts";
import { type CompanyProfile, companies, companyLine } from "../tables/companies.ts";
import { jobDetails, jobLine, jobs } from "../tables/jobs.ts";
import type { RawKeys } from "../tables/line.ts";
import { rawCompanies, rawJobDetails, rawJobs } from "../tables/raw-rows.ts";
import { jobSightings } from "../tables/sightings.ts";
import type { ParsedJob, PlatformAdapter } from "./adapter.ts";

/** Rows about something else that rows of a data type also carry. */
interface Derived<Parsed, Typed extends string> {
  readonly table: Typed;
  /** Names such a row among the entries of a batch. */
  readonly dataType: DataType;
  readonly seenType: SeenType;
  /** Null when the row carries none. */
  profileOf(parsed: Parsed): CompanyProfile | null;
  line(profile: CompanyProfile, contentHash: string): string;
}

interface Kind<
  Parsed extends object,
  Raw extends string = string,
  Typed extends string = string,
  Sighting extends string = string,
> {
  /** Table of the rows as sent. */
  readonly rawTable: Raw;
  /** Table of the typed rows. */
  readonly typedTable: Typed;
  /** Key column of both tables. */
  readonly keyColumn: "job_key" | "company_key";
  /** Index that holds the content hashes of these rows. */
  readonly seenType: SeenType;
  readonly derived: Derived<Parsed, Typed> | null;
  /** Table with a line for each row seen, whether it is stored again or not. */
  readonly sightingTable: Sighting | null;
  /** Key of a raw row, null when it has none. */
  keyOf(adapter: PlatformAdapter, raw: unknown): string | null;
  /** Null when the row has no key. @param collectedAt Unix ms */
  parse(adapter: PlatformAdapter, raw: unknown, collectedAt: number): Parsed | null;
  /** Key columns of the raw line. */
  rawKeys(parsed: Parsed): RawKeys;
  /** Columns of the typed table, for the check of quality. */
  columns(parsed: Parsed): object;
  /** Line of the typed table. */
  line(parsed: Parsed, contentHash: string): string;
}

const postings = {
  keyColumn: "job_key",
  keyOf: (adapter, raw) => adapter.jobKey(raw),
  parse: (adapter, raw, collectedAt) => adapter.parseJob(raw, collectedAt),
  rawKeys: ({ job: { platform, job_key, company_key } }) => ({ platform, job_key, company_key }),
  columns: ({ job }) => job,
  line: ({ job }, contentHash) => jobLine(job, contentHash),
} as const satisfies Partial<Kind<ParsedJob>>;

export const ROW_KINDS = Object.freeze({
  job: Object.freeze({
    ...postings,
    rawTable: rawJobs.name,
    typedTable: jobs.name,
    seenType: "job",
    derived: Object.freeze({
      table: companies.name,
      dataType: "company",
      // The company's own page says other things: one index would call each a change of the other.
      seenType: "employer",
      profileOf: ({ company }: ParsedJob) => company,
      line: companyLine,
    }),
    sightingTable: jobSightings.name,
  }),
  company: Object.freeze({
    rawTable: rawCompanies.name,
    typedTable: companies.name,
    keyColumn: "company_key",
    seenType: "company",
    derived: null,
    sightingTable: null,
    keyOf: (adapter, raw) => adapter.companyKey(raw),
    parse: (adapter, raw) => adapter.parseCompany(raw),
    rawKeys: ({ platform, company_key }) => ({ platform, company_key }),
    columns: (profile) => profile,
    line: companyLine,
  } as const satisfies Kind<CompanyProfile>),
  job_detail: Object.freeze({
    ...postings,
    rawTable: rawJobDetails.name,
    typedTable: jobDetails.name,
    seenType: "job_detail",
    // A detail's employer would only alternate with the list's: the company's own page says more than both.
    derived: null,
    sightingTable: null,
  }),
} as const) satisfies Record<DataType, Kind<object>>;

type AnyKind = (typeof ROW_KINDS)[DataType];
export type TypedTable = AnyKind["typedTable"] | NonNullable<AnyKind["derived"]>["table"];
export type RawTable = AnyKind["rawTable"];
export type SightingTable = NonNullable<AnyKind["sightingTable"]>;

/** What `parse` answers goes back into the same kind only. */
export type RowKind = Kind<object, RawTable, TypedTable, SightingTable>;
