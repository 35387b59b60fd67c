/**
 * Rows as a platform sent them -> the text of a spool object. Pure, and run once per posting on the crawl's
 * hot path. A row that cannot be used is named and left out; it never costs the others.
 */
import type { AcceptResult, IngestBatch, InvalidRow } from "../../shared/contracts/ingest.ts";
import type { CompanyProfile } from "../../shared/contracts/rows.ts";
import { groupProblems } from "../../shared/domain/problem-groups.ts";
import type { PlatformAdapter } from "../../shared/platforms/adapter.ts";
import { rowHash, textHash } from "./row-hash.ts";
import { companyLine, jobLine, rawLineStart } from "./row-lines.ts";
import type { SpoolEntry, SpoolHeader } from "./spool-header.ts";
import { SpoolWriter } from "./spool-writer.ts";

export interface PreparedBatch {
  header: SpoolHeader;
  /** Of the usable rows, in order. */
  entries: AcceptResult["entries"];
  invalid: InvalidRow[];
  /** The spool object: header and lines, each ended by a newline. It stands until `release`. */
  body: Uint8Array;
  release(): void;
}

/** What a batch is, but for its rows. */
export type BatchHead = Omit<IngestBatch, "rows">;

/** Takes rows one by one. */
export interface BatchBuilder {
  /**
   * A row that cannot be used is named among the invalid ones.
   * @param json UTF-8 of the row's JSON as it came, on one line; made anew when left out
   */
  add(row: unknown, json?: Uint8Array): void;
  /** Takes a row that cannot even be read. */
  reject(reason: string): void;
  rows(): number;
  /** Of the lines so far, bytes. */
  size(): number;
  finish(): PreparedBatch;
}

/** A row's own text, on one line. */
type Json = string | Uint8Array;

/** Longest key taken; the platforms' own are below 50. */
const MAX_KEY_CHARS = 200;

/** A row that is left out. */
class BadRow extends Error {
  readonly field: string;
  readonly reason: string;

  constructor(field: string, reason: string) {
    super(`${field} ${reason}`);
    this.field = field;
    this.reason = reason;
  }
}

function checkKey(field: string, key: string | null | undefined): string {
  if (!key) throw new BadRow(field, "is missing");
  if (key.length > MAX_KEY_CHARS) throw new BadRow(field, `is longer than ${MAX_KEY_CHARS} characters`);
  if (!key.isWellFormed()) throw new BadRow(field, "is not well-formed text");
  return key;
}

export function prepareBatch({ rows, ...head }: IngestBatch, adapter: PlatformAdapter): PreparedBatch {
  const builder = buildBatch(head, adapter);
  for (const row of rows) builder.add(row);
  return builder.finish();
}

export function buildBatch(batch: BatchHead, adapter: PlatformAdapter): BatchBuilder {
  const entries: AcceptResult["entries"] = [];
  const invalid: InvalidRow[] = [];
  const spooled: SpoolEntry[] = [];
  const lines = new SpoolWriter();
  let received = 0;
  /** Many postings of a page share an employer: the first profile of each stands for the batch. */
  const employers = new Set<string>();

  const addJob = (row: object, index: number, json: Json) => {
    const parsed = adapter.parseJob(row);
    const key = checkKey("job_key", parsed?.job.job_key);
    if (!parsed) return;
    const hash = rowHash(row, adapter.volatileFields);
    // All lines are made before any is kept: a row that fails half-way leaves nothing behind.
    const { platform, job_key, company_key } = parsed.job;
    const rawStart = rawLineStart({ platform, job_key, company_key }, hash);
    const typed = jobLine(parsed.job, hash);
    // A detail's employer would only alternate with the list's: the company's own page says more than both.
    const employer = batch.dataType === "job" ? employerOf(parsed.company) : null;
    keepOwn({ index, key, hash }, rawStart, json, typed);
    if (!employer) return;
    employers.add(employer.entry.key);
    lines.add(employer.line);
    spooled.push(employer.entry);
  };

  const keepOwn = (entry: AcceptResult["entries"][number], rawStart: string, json: Json, typed: string) => {
    lines.add(rawStart, json, "}");
    lines.add(typed);
    entries.push(entry);
    spooled.push({ type: batch.dataType, key: entry.key, hash: entry.hash, lines: 2 });
  };

  const employerOf = (company: CompanyProfile | null) => {
    if (!company || employers.has(company.company_key)) return null;
    // A parser writes its fields in one order: its JSON is canonical as it is.
    const hash = textHash(JSON.stringify(company));
    const entry: SpoolEntry = { type: "company", key: company.company_key, hash, lines: 1 };
    return { entry, line: companyLine(company, hash) };
  };

  const addCompany = (row: object, index: number, json: Json) => {
    const company = adapter.parseCompany(row);
    const key = checkKey("company_key", company?.company_key);
    if (!company) return;
    const hash = rowHash(row, adapter.volatileFields);
    const { platform, company_key } = company;
    const rawStart = rawLineStart({ platform, company_key }, hash);
    keepOwn({ index, key, hash }, rawStart, json, companyLine(company, hash));
  };

  const keep = batch.dataType === "company" ? addCompany : addJob;
  const add = (row: unknown, json?: Uint8Array) => {
    const index = received++;
    try {
      if (typeof row !== "object" || row === null || Array.isArray(row)) {
        throw new BadRow("row", "is not an object");
      }
      keep(row, index, json ?? JSON.stringify(row));
    } catch (error) {
      const { field, reason } =
        error instanceof BadRow ? error : { field: "row", reason: `cannot be read: ${String(error)}` };
      invalid.push({ index, field, reason });
    }
  };

  const finish = (): PreparedBatch => {
    const header: SpoolHeader = {
      v: 1,
      batch_id: batch.batchId,
      platform: batch.platform,
      channel: batch.channel,
      data_type: batch.dataType,
      run: batch.run && {
        keyword_id: batch.run.keywordId,
        run_id: batch.run.runId,
        keyword: batch.run.keyword,
        city: batch.run.city,
      },
      source: batch.source,
      request_id: batch.requestId,
      collected_at: batch.collectedAt,
      parser_version: adapter.parserVersion,
      received,
      rows: entries.length,
      problems: groupProblems(invalid),
      entries: spooled,
      ...(batch.upload && { upload: batch.upload }),
    };
    const body = lines.finish(JSON.stringify(header));
    return { header, entries, invalid, body, release: () => lines.release() };
  };
  const reject = (reason: string) => void invalid.push({ index: received++, field: "row", reason });
  return { add, reject, rows: () => received, size: () => lines.size, finish };
}
