/**
 * Rows as a platform sent them -> the text of a spool object. Pure, and run once per posting on the crawl's
 * hot path. A row that cannot be used is named and left out; it never costs the others.
 */
import type { AcceptResult, IngestBatch, InvalidRow } from "../../shared/contracts/ingest.ts";
import { groupProblems } from "../../shared/domain/problem-groups.ts";
import type { IngestEntry } from "../../shared/platforms/registry.ts";
import type { CompanyProfile } from "../../shared/tables/companies.ts";
import { rawLineStart } from "../../shared/tables/line.ts";
import { rowHash, textHash } from "./row-hash.ts";
import { ROW_LINES, type SpoolEntry, type SpoolHeader } from "./spool-header.ts";
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

/** What a batch is, but for its rows and what the registry says about their kind. */
export type BatchHead = Omit<IngestBatch, "rows" | "platform" | "channel" | "dataType">;

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

/** Longer keys are rejected; the platforms' own are below 50 characters. */
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

/** @param entry of the batch's platform, channel and data type */
export function prepareBatch({ rows, ...head }: IngestBatch, entry: IngestEntry): PreparedBatch {
  const builder = buildBatch(head, entry);
  for (const row of rows) builder.add(row);
  return builder.finish();
}

export function buildBatch(
  batch: BatchHead,
  { platform, channel, dataType, adapter, kind }: IngestEntry,
): BatchBuilder {
  const { derived, keyColumn } = kind;
  const entries: AcceptResult["entries"] = [];
  const invalid: InvalidRow[] = [];
  const spooled: SpoolEntry[] = [];
  const lines = new SpoolWriter();
  let received = 0;
  /** Many postings of a page share an employer: the first profile of each stands for the batch. */
  const derivedKeys = new Set<string>();

  const keep = (row: object, index: number, json: Json) => {
    const key = checkKey(keyColumn, kind.keyOf(adapter, row));
    const parsed = kind.parse(adapter, row);
    if (parsed === null) throw new BadRow("row", "cannot be read");
    const hash = rowHash(row, adapter.volatileFields);
    // All lines are made before any is kept: a row that fails half-way leaves nothing behind.
    const rawStart = rawLineStart(kind.rawKeys(parsed), hash);
    const typed = kind.line(parsed, hash);
    const profile = derived?.profileOf(parsed) ?? null;
    const beside = profile === null ? null : derivedEntry(profile);
    lines.add(rawStart, json, "}");
    lines.add(typed);
    entries.push({ index, key, hash });
    spooled.push({ type: dataType, key, hash, lines: ROW_LINES });
    if (!beside) return;
    derivedKeys.add(beside.entry.key);
    lines.add(beside.line);
    spooled.push(beside.entry);
  };

  const derivedEntry = (profile: CompanyProfile) => {
    if (derived === null || derivedKeys.has(profile.company_key)) return null;
    // A parser writes its fields in one order: its JSON is canonical as it is.
    const hash = textHash(JSON.stringify(profile));
    const entry: SpoolEntry = { type: derived.dataType, key: profile.company_key, hash, lines: 1 };
    return { entry, line: derived.line(profile, hash) };
  };

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
      platform,
      channel,
      data_type: dataType,
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
