/** Which rows of a group go into ClickHouse: verdicts, counts, and the lines per table. */
import type { BatchCounts, VerdictLetter } from "../../shared/contracts/ingest-ledger.ts";
import { VERDICT_LETTERS } from "../../shared/contracts/ingest-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { SeenEntry, SeenType, SeenVerdict } from "../../shared/contracts/seen.ts";
import { toDateTime } from "./row-lines.ts";
import { readSpoolHeader, SpoolDamaged, type SpoolHeader, seenTypeOf } from "./spool-header.ts";
import type { IngestTable } from "./tables.ts";

/** A batch of a group with its spool object read. */
export interface OpenBatch {
  header: SpoolHeader;
  /** Lines after the header, without line ends. */
  lines: string[];
}

/** @throws SpoolDamaged when header and lines do not belong together */
export function openBatch(batchId: string, text: string): OpenBatch {
  const header = readSpoolHeader(text);
  if (header.batch_id !== batchId) throw new SpoolDamaged(`belongs to batch ${header.batch_id}`);
  const lines: string[] = [];
  let start = text.indexOf("\n") + 1;
  for (let end = text.indexOf("\n", start); end >= 0 && start > 0; end = text.indexOf("\n", start)) {
    lines.push(text.slice(start, end));
    start = end + 1;
  }
  const expected = header.entries.reduce((sum, entry) => sum + entry.lines, 0);
  if (lines.length !== expected) {
    throw new SpoolDamaged(`holds ${lines.length} lines where its header says ${expected}`);
  }
  return { header, lines };
}

/** Entries of one SeenIndex: of each key the first and the last content in the group. */
export interface SeenScope {
  platform: Platform;
  type: SeenType;
  first: SeenEntry[];
  last: SeenEntry[];
}

/** The group's keys by the index that knows them. */
export function seenScopes(batches: OpenBatch[]): SeenScope[] {
  const scopes = new Map<
    string,
    { platform: Platform; type: SeenType; keys: Map<string, [string, string]> }
  >();
  for (const { header } of batches) {
    for (const entry of header.entries) {
      const type = seenTypeOf(header, entry);
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
 * One string per batch, one letter per entry.
 * @param verdicts of each scope's `first` entries, in the order of the scopes
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
  return batches.map(({ header }) => {
    let letters = "";
    for (const entry of header.entries) {
      const state = states.get(`${header.platform}:${seenTypeOf(header, entry)}`)?.get(entry.key);
      if (!state) throw new Error(`no verdict for ${entry.key}`);
      if (state.hash === null) letters += state.letter;
      else letters += state.hash === entry.hash ? "d" : "c";
      state.hash = entry.hash;
    }
    return letters;
  });
}

const isStored = (letter: string) => letter === "n" || letter === "c";

/** Rows of each batch by verdict. Employers ride along and are not counted. */
export function countRows(batches: OpenBatch[], selection: string[]): BatchCounts[] {
  return batches.map(({ header }, batch) => {
    const counts: BatchCounts = { inserted: 0, changed: 0, duplicates: 0 };
    header.entries.forEach((entry, index) => {
      if (entry.type !== header.data_type) return;
      const letter = selection[batch]?.[index];
      if (letter === "n") counts.inserted++;
      else if (letter === "c") counts.changed++;
      else counts.duplicates++;
    });
    return counts;
  });
}

/** The lines to insert. The same batches and selection give the same lines in the same order. */
export function linesByTable(batches: OpenBatch[], selection: string[]): Record<IngestTable, string[]> {
  const tables: Record<IngestTable, string[]> = {
    jobs: [],
    companies: [],
    raw_jobs: [],
    raw_companies: [],
    job_sightings: [],
  };
  batches.forEach(({ header, lines }, batch) => {
    const [raw, typed] =
      header.data_type === "job" ? [tables.raw_jobs, tables.jobs] : [tables.raw_companies, tables.companies];
    const letters = selection[batch] ?? "";
    const sighting = header.data_type === "job" ? sightingWriter(header) : null;
    let line = 0;
    header.entries.forEach((entry, index) => {
      const letter = letters[index] as VerdictLetter;
      if (isStored(letter)) {
        if (entry.lines === 2) {
          raw.push(lines[line] as string);
          typed.push(lines[line + 1] as string);
        } else {
          tables.companies.push(lines[line] as string);
        }
      }
      if (sighting && entry.type === "job") tables.job_sightings.push(sighting(entry.key, letter));
      line += entry.lines;
    });
  });
  return tables;
}

/** One light row per posting seen, stored again or not. */
function sightingWriter(header: SpoolHeader): (key: string, letter: VerdictLetter) => string {
  const { run } = header;
  const shared = JSON.stringify({
    platform: header.platform,
    keyword_id: run?.keyword_id ?? null,
    keyword: run?.keyword ?? null,
    search_city: run?.city ?? null,
    run_id: run?.run_id ?? null,
    batch_id: header.batch_id,
    seen_at: toDateTime(header.collected_at),
  });
  const start = `${shared.slice(0, -1)},"job_key":`;
  return (key, letter) => `${start}${JSON.stringify(key)},"verdict":"${VERDICT_LETTERS[letter]}"}`;
}
