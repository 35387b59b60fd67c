/**
 * Converts rows as a platform sent them to the text of a spool object. The code is pure and runs once per posting on
 * the crawl's hot path. An invalid row is reported and left out; it never affects the others.
 */
import type { AcceptResult, IngestBatch, InvalidRow } from "../../shared/contracts/ingest.ts";
import type { QualityVerdict } from "../../shared/contracts/quality.ts";
import { groupProblems } from "../../shared/domain/problem-groups.ts";
import { QualityTally } from "../../shared/domain/quality/tally.ts";
import { isNestedDeeper, MAX_NESTING } from "../../shared/nesting.ts";
import { missingKeyReason } from "../../shared/platforms/key-problem.ts";
import type { IngestEntry } from "../../shared/platforms/registry.ts";
import type { CompanyProfile } from "../../shared/tables/companies.ts";
import { rawLineStart } from "../../shared/tables/line.ts";
import { rowHash, textHash } from "./row-hash.ts";
import { ROW_LINES, type SpoolEntry, type SpoolHeader } from "./spool-header.ts";
import { SpoolWriter } from "./spool-writer.ts";

/**
 * The text that an employer's content hash is taken over: a parser always writes its fields in the same order. A column
 * that was added later and says nothing is left out, or every employer would count as changed once.
 */
function profileJson(profile: CompanyProfile): string {
  return JSON.stringify(profile.credit_code === null ? { ...profile, credit_code: undefined } : profile);
}

export interface PreparedBatch {
  header: SpoolHeader;
  /** One entry per valid row, in order. */
  entries: AcceptResult["entries"];
  invalid: InvalidRow[];
  quality: QualityTally;
  /** The spool object: header and lines, each with a newline at its end. The bytes are valid until `release`. */
  body: Uint8Array;
  release(): void;
}

/** The fields of a batch without its rows and the fields that the registry entry gives. */
export type BatchHead = Omit<IngestBatch, "rows" | "platform" | "channel" | "data_type">;

/** How a row was sent. */
interface SentRow {
  /** UTF-8 of its JSON, on one line; without it the row is serialized again. */
  json?: Uint8Array | undefined;
  /** Its line in the body, from 1: blank lines are no rows. */
  line?: number | undefined;
}

/** Builds a batch row by row. */
export interface BatchBuilder {
  /**
   * Adds a row; an invalid row is listed in `invalid`.
   * @param sent how the row came
   */
  add(row: unknown, sent?: SentRow): void;
  /** Lists a row that cannot be parsed in `invalid`. @param line see {@link SentRow} */
  reject(reason: string, line?: number): void;
  rows(): number;
  /** @returns size of the lines so far, bytes */
  size(): number;
  /** @param judge decides whether the batch is far off; the answer stands in the header, for the sweep */
  finish(judge?: JudgeRows): PreparedBatch;
}

/** @returns null for an ordinary batch */
export type JudgeRows = (quality: QualityTally) => QualityVerdict | null;

/** The JSON text of a row, on one line. */
type Json = string | Uint8Array;

/** Longer keys are rejected; the platforms' own are below 50 characters. */
const MAX_KEY_CHARS = 200;

/** Thrown for an invalid row, which is then left out. */
class BadRow extends Error {
  readonly field: string;
  readonly reason: string;

  constructor(field: string, reason: string) {
    super(`${field} ${reason}`);
    this.field = field;
    this.reason = reason;
  }
}

function checkKey(field: string, key: string): string {
  if (key.length > MAX_KEY_CHARS) throw new BadRow(field, `is longer than ${MAX_KEY_CHARS} characters`);
  if (!key.isWellFormed()) throw new BadRow(field, "is not well-formed text");
  return key;
}

/** @param entry the registry entry of the batch's platform, channel and data type */
export function prepareBatch(
  { rows, ...head }: IngestBatch,
  entry: IngestEntry,
  judge?: JudgeRows,
): PreparedBatch {
  const builder = buildBatch(head, entry);
  for (const row of rows) builder.add(row);
  return builder.finish(judge);
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
  const quality = new QualityTally(dataType, batch.run?.keyword ?? null);
  const searchCity = batch.run?.city ?? null;
  let received = 0;
  /** Many postings of a page share an employer: only the first profile of each is stored. */
  const derivedKeys = new Set<string>();

  const keyField = adapter.keyFields[keyColumn];
  const keep = (row: object, index: number, json: Json) => {
    if (isNestedDeeper(row)) throw new BadRow("row", `is nested deeper than ${MAX_NESTING} levels`);
    const found = kind.keyOf(adapter, row);
    if (!found)
      throw new BadRow(
        keyField,
        missingKeyReason(row, (raw) => kind.keyOf(adapter, raw)),
      );
    const key = checkKey(keyField, found);
    const parsed = kind.parse(adapter, row, batch.collected_at);
    if (parsed === null) throw new BadRow("row", "cannot be read");
    const hash = rowHash(row, adapter.volatileFields);
    // All lines are built before any is written, so that a row that fails half-way leaves nothing in the object.
    const rawStart = rawLineStart(kind.rawKeys(parsed), hash);
    const typed = kind.line(parsed, hash);
    const profile = derived?.profileOf(parsed) ?? null;
    const beside = profile === null ? null : derivedEntry(profile);
    lines.add(rawStart, json, "}");
    lines.add(typed);
    quality.add({
      row: kind.columns(parsed) as Record<string, unknown>,
      searchCity,
      collectedAt: batch.collected_at,
    });
    entries.push({ index, key, hash });
    spooled.push({ type: dataType, key, hash, lines: ROW_LINES });
    if (!beside) return;
    derivedKeys.add(beside.entry.key);
    lines.add(beside.line);
    spooled.push(beside.entry);
  };

  const derivedEntry = (profile: CompanyProfile) => {
    if (derived === null || derivedKeys.has(profile.company_key)) return null;
    const hash = textHash(profileJson(profile));
    const entry: SpoolEntry = { type: derived.dataType, key: profile.company_key, hash, lines: 1 };
    return { entry, line: derived.line(profile, hash) };
  };

  const add = (row: unknown, { json, line }: SentRow = {}) => {
    const index = received++;
    try {
      if (typeof row !== "object" || row === null || Array.isArray(row)) {
        throw new BadRow("row", "is not an object");
      }
      keep(row, index, json ?? JSON.stringify(row));
    } catch (error) {
      const { field, reason } =
        error instanceof BadRow ? error : { field: "row", reason: `cannot be read: ${String(error)}` };
      invalid.push({ index, field, reason, ...(line !== undefined && { line }) });
    }
  };

  const finish = (judge?: JudgeRows): PreparedBatch => {
    const verdict = judge?.(quality) ?? null;
    const header: SpoolHeader = {
      v: 1,
      batch_id: batch.batch_id,
      platform,
      channel,
      data_type: dataType,
      run: batch.run && {
        keyword_id: batch.run.keyword_id,
        run_id: batch.run.run_id,
        keyword: batch.run.keyword,
        city: batch.run.city,
      },
      source: batch.source,
      request_id: batch.request_id,
      collected_at: batch.collected_at,
      parser_version: adapter.parserVersion,
      received,
      rows: entries.length,
      problems: groupProblems(invalid),
      entries: spooled,
      ...(batch.upload && { upload: batch.upload }),
      ...(verdict && { quality: verdict }),
    };
    const body = lines.finish(JSON.stringify(header));
    return { header, entries, invalid, quality, body, release: () => lines.release() };
  };
  const reject = (reason: string, line?: number) =>
    void invalid.push({ index: received++, field: "row", reason, ...(line !== undefined && { line }) });
  return { add, reject, rows: () => received, size: () => lines.size, finish };
}
