/** Parses the raw rows of a page anew, by the code that ingest parses them with. */
import { joinBytes } from "../../shared/bytes.ts";
import { isNestedDeeper, MAX_NESTING } from "../../shared/nesting.ts";
import type { IngestEntry } from "../../shared/platforms/registry.ts";
import { toDateTime } from "../../shared/tables/line.ts";
import type { KeyRange, ListedKey, RawRow } from "./reclean-rows.ts";

/** Parsed rows that are held before they are stored, bytes; the rows of one key stay together. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024;
const MAX_REASON_CHARS = 200;

const encoder = new TextEncoder();

export interface ParsedPage {
  /** Lines of reclean_rows. */
  lines: Uint8Array;
  /** Lines of reclean_changes for current rows that can't be parsed. */
  unreadable: string[];
  /** The last key that is in it. */
  through: string;
  /** Keys in it. */
  keys: number;
  /** Keys whose row has left the range. */
  moved: number;
}

/** @returns the typed line; @throws Error whose message says why there is none */
function typedLine(
  { adapter, kind }: IngestEntry,
  { raw, row_key, content_hash }: RawRow,
  collectedAt: number,
): string {
  const row: unknown = JSON.parse(raw);
  if (typeof row !== "object" || row === null || Array.isArray(row))
    throw new Error("the raw row is not an object");
  if (isNestedDeeper(row)) throw new Error(`the raw row is nested deeper than ${MAX_NESTING} levels`);
  const key = kind.keyOf(adapter, row);
  if (key === null) throw new Error("today's parser finds no key");
  if (key !== row_key) throw new Error("today's parser finds another key");
  const parsed = kind.parse(adapter, row, collectedAt);
  if (parsed === null) throw new Error("today's parser can't read it");
  return kind.line(parsed, content_hash);
}

/**
 * @param keys of the page, in ClickHouse's order
 * @param rows of the page, in the order of the keys; reading stops where the page gets too large
 */
export async function parsePage(
  entry: IngestEntry,
  run: string,
  { keys, range }: { keys: readonly ListedKey[]; range: KeyRange },
  rows: AsyncGenerator<RawRow>,
): Promise<ParsedPage> {
  const current = new Map(keys.map((key) => [key.row_key, key]));
  const reasons = new Map<string, string>();
  const found = new Set<string>();
  const lines: Uint8Array[] = [];
  let bytes = 0;
  let through = range.through;
  let last = range.after;
  for await (const row of rows) {
    const { row_key, content_hash } = row;
    if (row_key !== last && bytes > MAX_PAGE_BYTES) {
      through = last;
      break;
    }
    last = row_key;
    const listed = current.get(row_key);
    if (!listed || listed.content_hash === "") continue;
    const isCurrent = content_hash === listed.content_hash;
    if (isCurrent) found.add(row_key);
    try {
      const typed = typedLine(entry, row, isCurrent ? listed.collected_at : row.collected_at);
      const head = JSON.stringify({ run_id: run, row_key, content_hash, is_current: isCurrent ? 1 : 0 });
      const line = encoder.encode(`${head.slice(0, -1)},"typed":${typed}}\n`);
      lines.push(line);
      bytes += line.length;
    } catch (error) {
      if (isCurrent) reasons.set(row_key, error instanceof Error ? error.message : String(error));
    }
  }
  const page = keys.slice(0, keys.findIndex(({ row_key }) => row_key === through) + 1);
  const unreadable = page.flatMap(({ row_key, content_hash, collected_at }) => {
    if (content_hash === "") return [];
    const reason =
      reasons.get(row_key) ?? (found.has(row_key) ? null : "no raw row of its content is stored");
    if (reason === null) return [];
    return JSON.stringify({
      run_id: run,
      target: "",
      row_key,
      content_hash,
      collected_at: toDateTime(collected_at),
      parser_before: 0,
      reason: reason.slice(0, MAX_REASON_CHARS).toWellFormed(),
    });
  });
  const moved = page.filter(({ content_hash }) => content_hash === "").length;
  return { lines: joinBytes(lines), unreadable, through, keys: page.length, moved };
}
