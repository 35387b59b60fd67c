/** Reads a corpus from a CSV file, and tolerates the usual irregularities of such files. */
import { existsSync, readFileSync } from "node:fs";
import { CsvError, parse } from "csv-parse/sync";
import {
  makePosting,
  POSTING_COLUMNS,
  type Posting,
  type PostingColumn,
  type PostingRow,
} from "./posting.ts";

export interface CorpusReport {
  postings: Posting[];
  /** Number of data rows in the file. */
  rows: number;
  /** Number of rows that equal an earlier row in every column. */
  duplicates: number;
  /** Number of skipped rows without title or company. */
  incomplete: number;
}

/** Thrown for an unusable corpus file. The message is one line for the person who chose the file. */
class CorpusError extends Error {
  constructor(file: string, reason: string) {
    super(`corpus ${file}: ${reason}`);
    this.name = "CorpusError";
  }
}

/**
 * Finds columns by name, in any order; missing columns other than company and title count as empty.
 * @throws CorpusError when the file is missing, empty or not a CSV, or has no company or title column
 */
export function readCorpusCsv(file: string): CorpusReport {
  if (!existsSync(file)) throw new CorpusError(file, "no such file");
  const records = parseRecords(file);
  const [header, ...rows] = records;
  if (!header) throw new CorpusError(file, "the file is empty");
  const names = header.map((name) => name.trim().toLowerCase());
  const missing = ["company", "title"].filter((needed) => !names.includes(needed));
  if (missing.length > 0) {
    const quoted = missing.map((name) => `"${name}"`).join(" and ");
    throw new CorpusError(
      file,
      `there is no column ${quoted}; the first line names the columns: ${POSTING_COLUMNS.join(",")}`,
    );
  }
  const at = (column: PostingColumn) => names.indexOf(column);
  const columns = POSTING_COLUMNS.map((column) => [column, at(column)] as const);

  const byHash = new Map<string, Posting>();
  let incomplete = 0;
  for (const cells of rows) {
    const row = Object.fromEntries(
      columns.map(([column, index]) => [column, (cells[index] ?? "").trim()]),
    ) as PostingRow;
    if (!row.title || !row.company) {
      incomplete++;
      continue;
    }
    const posting = makePosting(row);
    if (!byHash.has(posting.hash)) byHash.set(posting.hash, posting);
  }
  if (byHash.size === 0) throw new CorpusError(file, "no row has a company and a title");
  const duplicates = rows.length - incomplete - byHash.size;
  return { postings: [...byHash.values()], rows: rows.length, duplicates, incomplete };
}

function parseRecords(file: string): string[][] {
  try {
    return parse(readFileSync(file), {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    });
  } catch (error) {
    const reason = error instanceof CsvError || error instanceof Error ? error.message : String(error);
    throw new CorpusError(file, `cannot be read: ${reason}`);
  }
}
