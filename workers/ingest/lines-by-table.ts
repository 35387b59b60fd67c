/** Collects the lines of a group for each table, with their provenance. */
import { VERDICT_LETTERS, type VerdictLetter } from "../../shared/contracts/ingest-ledger.ts";
import type { PiecedBody } from "../clickhouse/client.ts";
import { INGEST_TABLES, type IngestTable } from "./line-inserter.ts";
import type { GroupedBatch, OpenBatch } from "./open-batch.ts";
import { provenanceTail, sightingWriter } from "./row-lines.ts";
import { LINE_END, ROW_LINES } from "./spool-header.ts";

const isStored = (letter: string) => letter === "n" || letter === "c";

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
