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

/** Entries of one SeenIndex in a group. */
export interface SeenScope {
  platform: Platform;
  type: SeenType;
  /** First content of each key in the group. */
  first: SeenEntry[];
  /** Content that an upload ends with, for each key that the first upload to name it brings in several versions. */
  ends: SeenEntry[];
  /** Last content of each key in the group. */
  last: SeenEntry[];
}

/** What SeenIndex is asked about a scope, in this order. */
export const askedOf = ({ first, ends }: SeenScope): SeenEntry[] => [...first, ...ends];

/** Parts of one upload are one unit: a sender that sends it again sends all of it. */
const unitOf = ({ header }: OpenBatch): string => header.upload?.id ?? header.batch_id;

/** @returns a function that names the index of an entry of the batch */
function seenTypeOf(
  { data_type }: SpoolHeader,
  { seenType, derived }: RowKind,
): (entry: SpoolEntry) => SeenType {
  const derivedType = derived?.seenType ?? seenType;
  return (entry) => (entry.type === data_type ? seenType : derivedType);
}

/** Contents of a key in a group. */
interface KeyContents {
  first: string;
  last: string;
  /** The upload that names the key first, and the content that it ends with. */
  unit: string;
  end: string;
}

/** Groups the keys of all batches by their index. */
export function seenScopes(batches: OpenBatch[]): SeenScope[] {
  const scopes = new Map<string, { platform: Platform; type: SeenType; keys: Map<string, KeyContents> }>();
  for (const batch of batches) {
    const { header, kind } = batch;
    const typeOf = seenTypeOf(header, kind);
    const unit = unitOf(batch);
    for (const { key, hash, ...entry } of header.entries) {
      const type = typeOf({ key, hash, ...entry });
      const name = `${header.platform}:${type}`;
      let scope = scopes.get(name);
      if (!scope) {
        scope = { platform: header.platform, type, keys: new Map() };
        scopes.set(name, scope);
      }
      const known = scope.keys.get(key);
      if (!known) scope.keys.set(key, { first: hash, last: hash, unit, end: hash });
      else {
        known.last = hash;
        if (known.unit === unit) known.end = hash;
      }
    }
  }
  return [...scopes.values()].map(({ platform, type, keys }) => ({
    platform,
    type,
    first: Array.from(keys, ([key, { first }]) => ({ key, hash: first })),
    ends: Array.from(keys).flatMap(([key, { first, end }]) => (end === first ? [] : [{ key, hash: end }])),
    last: Array.from(keys, ([key, { last }]) => ({ key, hash: last })),
  }));
}

const LETTER: Record<SeenVerdict, VerdictLetter> = { new: "n", changed: "c", unchanged: "u" };

/** What is known of a key while the entries of a group are read in order. */
interface KeyState {
  /** Verdict of its first content in the group. */
  letter: VerdictLetter;
  /** Content that it has so far; null while only SeenIndex knows one. */
  hash: string | null;
  /** True when SeenIndex holds the content that the first upload to name the key ends with. */
  endIsKnown: boolean;
}

function keyStates(scopes: SeenScope[], verdicts: SeenVerdict[][]): Map<string, Map<string, KeyState>> {
  const states = new Map<string, Map<string, KeyState>>();
  scopes.forEach((scope, index) => {
    const { platform, type, first } = scope;
    const keys = new Map<string, KeyState>();
    askedOf(scope).forEach(({ key }, at) => {
      const verdict = verdicts[index]?.[at];
      if (!verdict) throw new Error(`no verdict for ${platform} ${type} ${key}`);
      const state = at < first.length ? undefined : keys.get(key);
      if (state) state.endIsKnown = verdict === "unchanged";
      else keys.set(key, { letter: LETTER[verdict], hash: null, endIsKnown: verdict === "unchanged" });
    });
    states.set(`${platform}:${type}`, keys);
  });
  return states;
}

/** Batches of the same upload, which follow each other. */
function unitsOf(batches: OpenBatch[]): OpenBatch[][] {
  const units: OpenBatch[][] = [];
  for (const batch of batches) {
    const last = units.at(-1);
    if (last?.[0] && unitOf(last[0]) === unitOf(batch)) last.push(batch);
    else units.push([batch]);
  }
  return units;
}

/**
 * A key that comes with several contents is stored once for each change, in order. But where an upload ends with the
 * content that is known, nothing of the key is stored: it is an upload sent again (A6), and the contents before the last
 * are older than what is known.
 * @param verdicts one list per scope, in the order of the scopes: the verdicts of what {@link askedOf} it
 * @returns one string per batch with one letter per entry
 */
export function selectRows(batches: OpenBatch[], scopes: SeenScope[], verdicts: SeenVerdict[][]): string[] {
  const states = keyStates(scopes, verdicts);
  const selection: string[] = [];
  for (const unit of unitsOf(batches)) {
    const entries = unit.map(({ header, kind }) => {
      const typeOf = seenTypeOf(header, kind);
      return header.entries.map((entry) => {
        const state = states.get(`${header.platform}:${typeOf(entry)}`)?.get(entry.key);
        if (!state) throw new Error(`no verdict for ${entry.key}`);
        return { state, hash: entry.hash };
      });
    });
    const ends = new Map<KeyState, string>();
    for (const { state, hash } of entries.flat()) ends.set(state, hash);
    /** Keys whose entries in this unit bring nothing. */
    const known = new Set<KeyState>();
    for (const [state, end] of ends) {
      if (state.hash === null ? state.endIsKnown : state.hash === end) known.add(state);
    }
    for (const part of entries) {
      let letters = "";
      for (const { state, hash } of part) {
        if (known.has(state)) {
          const isFirst = state.hash === null && hash === ends.get(state);
          letters += isFirst ? "u" : "d";
          if (isFirst) state.hash = hash;
        } else {
          letters += state.hash === null ? state.letter : state.hash === hash ? "d" : "c";
          state.hash = hash;
        }
      }
      selection.push(letters);
    }
  }
  return selection;
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
