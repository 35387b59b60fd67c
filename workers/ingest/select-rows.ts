/** Selects the rows of a group that go into ClickHouse: verdicts, counts, and the lines per table. */
import type { ConfirmedBatch, VerdictLetter } from "../../shared/contracts/ingest-ledger.ts";
import { VERDICT_LETTERS } from "../../shared/contracts/ingest-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { SeenEntry, SeenType, SeenVerdict } from "../../shared/contracts/seen-index.ts";
import { packLetters } from "../../shared/domain/run-length.ts";
import type { RowKind } from "../../shared/platforms/data-types.ts";
import { lookup } from "../../shared/platforms/registry.ts";
import type { PiecedBody } from "../clickhouse/client.ts";
import { INGEST_TABLES, type IngestTable } from "./line-inserter.ts";
import { provenanceTail, sightingWriter } from "./row-lines.ts";
import {
  NEWLINE,
  ROW_LINES,
  readSpoolHeader,
  SpoolDamaged,
  type SpoolEntry,
  type SpoolHeader,
} from "./spool-header.ts";

/**
 * A batch with the content of its spool object. The lines stay bytes, because decoded Chinese text needs twice the
 * memory.
 */
export interface OpenBatch {
  header: SpoolHeader;
  /** Names the tables and indexes of the batch's rows. */
  kind: RowKind;
  body: Uint8Array;
  /** Offset of each line after the header, followed by the end of the last line. */
  starts: Uint32Array;
}

/** @throws SpoolDamaged when header and lines do not belong together */
export function openBatch(batchId: string, body: Uint8Array): OpenBatch {
  const header = readSpoolHeader(body);
  if (header.batch_id !== batchId) throw new SpoolDamaged(`belongs to batch ${header.batch_id}`);
  const found = lookup(header.platform, header.channel, header.data_type);
  if (!found.ok) throw new SpoolDamaged(`is of no known kind: ${found.error.message}`);
  const { kind } = found.entry;
  const expected = header.entries.reduce((sum, entry) => sum + entry.lines, 0);
  const starts = new Uint32Array(expected + 1);
  let lines = 0;
  let start = body.indexOf(NEWLINE) + 1;
  starts[0] = start;
  for (let end = body.indexOf(NEWLINE, start); end >= 0 && start > 0; end = body.indexOf(NEWLINE, start)) {
    start = end + 1;
    lines++;
    if (lines <= expected) starts[lines] = start;
  }
  if (lines !== expected || start !== body.length) {
    throw new SpoolDamaged(`holds ${lines} lines where its header says ${expected}`);
  }
  return { header, kind, body, starts };
}

/** A batch of a group. */
export interface GroupedBatch extends OpenBatch {
  /** Comes from the ledger. */
  senderBatchId: string | null;
}

/** Entries of one SeenIndex: the first and the last content of each key in the group. */
export interface SeenScope {
  platform: Platform;
  type: SeenType;
  first: SeenEntry[];
  last: SeenEntry[];
}

/** @returns a function that names the index of an entry of the batch */
function seenTypeOf(
  { data_type }: SpoolHeader,
  { seenType, derived }: RowKind,
): (entry: SpoolEntry) => SeenType {
  const derivedType = derived?.seenType ?? seenType;
  return (entry) => (entry.type === data_type ? seenType : derivedType);
}

/** Groups the keys of all batches by their index. */
export function seenScopes(batches: OpenBatch[]): SeenScope[] {
  const scopes = new Map<
    string,
    { platform: Platform; type: SeenType; keys: Map<string, [string, string]> }
  >();
  for (const { header, kind } of batches) {
    const typeOf = seenTypeOf(header, kind);
    for (const entry of header.entries) {
      const type = typeOf(entry);
      const name = `${header.platform}:${type}`;
      let scope = scopes.get(name);
      if (!scope) {
        scope = { platform: header.platform, type, keys: new Map() };
        scopes.set(name, scope);
      }
      const hashes = scope.keys.get(entry.key);
      if (hashes) hashes[1] = entry.hash;
      else scope.keys.set(entry.key, [entry.hash, entry.hash]);
    }
  }
  return [...scopes.values()].map(({ platform, type, keys }) => ({
    platform,
    type,
    first: Array.from(keys, ([key, [hash]]) => ({ key, hash })),
    last: Array.from(keys, ([key, [, hash]]) => ({ key, hash })),
  }));
}

const LETTER: Record<SeenVerdict, VerdictLetter> = { new: "n", changed: "c", unchanged: "u" };

/**
 * @param verdicts one list per scope, in the order of the scopes: the verdicts of its `first` entries
 * @returns one string per batch with one letter per entry
 */
export function selectRows(batches: OpenBatch[], scopes: SeenScope[], verdicts: SeenVerdict[][]): string[] {
  const states = new Map<string, Map<string, { letter: VerdictLetter; hash: string | null }>>();
  scopes.forEach(({ platform, type, first }, scope) => {
    const keys = new Map<string, { letter: VerdictLetter; hash: string | null }>();
    first.forEach(({ key }, index) => {
      const verdict = verdicts[scope]?.[index];
      if (!verdict) throw new Error(`no verdict for ${platform} ${type} ${key}`);
      keys.set(key, { letter: LETTER[verdict], hash: null });
    });
    states.set(`${platform}:${type}`, keys);
  });
  return batches.map(({ header, kind }) => {
    const typeOf = seenTypeOf(header, kind);
    let letters = "";
    for (const entry of header.entries) {
      const state = states.get(`${header.platform}:${typeOf(entry)}`)?.get(entry.key);
      if (!state) throw new Error(`no verdict for ${entry.key}`);
      if (state.hash === null) letters += state.letter;
      else letters += state.hash === entry.hash ? "d" : "c";
      state.hash = entry.hash;
    }
    return letters;
  });
}

const isStored = (letter: string) => letter === "n" || letter === "c";

/** Counts the rows of each batch by verdict. Derived rows, such as employers, are not counted. */
export function countRows(batches: OpenBatch[], selection: string[]): ConfirmedBatch[] {
  return batches.map(({ header }, batch) => {
    const counts = { inserted: 0, changed: 0, duplicates: 0 };
    let letters = "";
    header.entries.forEach((entry, index) => {
      if (entry.type !== header.data_type) return;
      const letter = selection[batch]?.[index] ?? "";
      letters += letter;
      if (letter === "n") counts.inserted++;
      else if (letter === "c") counts.changed++;
      else counts.duplicates++;
    });
    return { ...counts, verdicts: packLetters(letters) };
  });
}

/** Length of the end of every line, which its provenance replaces. */
export const LINE_END = "}\n".length;

/** Size of one piece of a request body: large enough for a small overhead, small enough to keep in memory. */
const PIECE_BYTES = 256 * 1024;

/** Numbers stored per part: index of the source, start, end. */
const PART = 3;

/**
 * Lines of spool objects, in order. They are not copied before they are sent. Each is stored as numbers, because views of
 * some ten thousand lines would stay in memory as long as the group.
 */
class LineList implements PiecedBody {
  readonly #sources: Uint8Array[] = [];
  readonly #indexes = new Map<Uint8Array, number>();
  readonly #parts: number[] = [];
  length = 0;

  /** Adds line `index` of a batch with `tail` in place of its end. */
  add({ body, starts }: OpenBatch, index: number, tail: Uint8Array): void {
    this.#addPart(body, starts[index] ?? 0, (starts[index + 1] ?? 0) - LINE_END);
    this.append(tail);
  }

  append(bytes: Uint8Array): void {
    this.#addPart(bytes, 0, bytes.length);
  }

  *pieces(): Generator<Uint8Array> {
    const buffer = new Uint8Array(Math.min(PIECE_BYTES, this.length));
    const parts = this.#parts;
    let filled = 0;
    for (let part = 0; part < parts.length; part += PART) {
      const source = this.#sources[parts[part] ?? 0] as Uint8Array;
      const end = parts[part + 2] ?? 0;
      for (let from = parts[part + 1] ?? 0; from < end; ) {
        const taken = source.subarray(from, Math.min(end, from + buffer.length - filled));
        buffer.set(taken, filled);
        filled += taken.length;
        from += taken.length;
        if (filled < buffer.length) continue;
        yield buffer;
        filled = 0;
      }
    }
    if (filled > 0) yield buffer.subarray(0, filled);
  }

  #addPart(source: Uint8Array, start: number, end: number): void {
    let index = this.#indexes.get(source);
    if (index === undefined) {
      index = this.#sources.push(source) - 1;
      this.#indexes.set(source, index);
    }
    this.#parts.push(index, start, end);
    this.length += end - start;
  }
}

/** @returns the lines to insert; the same batches and selection give the same bytes */
export function linesByTable(batches: GroupedBatch[], selection: string[]): Record<IngestTable, PiecedBody> {
  const lists = Object.fromEntries(INGEST_TABLES.map((table) => [table, new LineList()])) as Record<
    IngestTable,
    LineList
  >;
  batches.forEach((batch, position) => {
    const { header, kind, senderBatchId } = batch;
    const raw = lists[kind.rawTable];
    const typed = lists[kind.typedTable];
    const derived = lists[kind.derived?.table ?? kind.typedTable];
    const letters = selection[position] ?? "";
    const tail = new TextEncoder().encode(provenanceTail(header, senderBatchId));
    const sighting = kind.sightingTable === null ? null : sightingWriter(header, senderBatchId);
    let seen = "";
    let line = 0;
    header.entries.forEach((entry, index) => {
      const letter = letters[index] as VerdictLetter;
      if (isStored(letter)) {
        if (entry.lines === ROW_LINES) raw.add(batch, line, tail);
        (entry.lines === ROW_LINES ? typed : derived).add(batch, line + entry.lines - 1, tail);
      }
      if (sighting && entry.type === header.data_type) seen += sighting(entry.key, VERDICT_LETTERS[letter]);
      line += entry.lines;
    });
    if (kind.sightingTable !== null) lists[kind.sightingTable].append(new TextEncoder().encode(seen));
  });
  return lists;
}
