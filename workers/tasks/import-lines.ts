/**
 * Reads an uploaded file as rows of a platform, each as one line of JSON: JSON Lines as they are, CSV by its header, whose
 * names are fields of the platform's rows. The ingest then checks them as it checks every upload.
 */
import { parse } from "csv-parse/browser/esm/sync";
import type { FileFormat } from "../db/task-file-schema.ts";

export interface ImportLine {
  /** Where the row begins in the file, from 1. */
  line: number;
  json: string;
}
/** A row that is no row of the file's format. */
export interface ImportProblem {
  line: number;
  field: string;
  reason: string;
}
export interface ImportRows {
  lines: ImportLine[];
  problems: ImportProblem[];
}

/** A file of ten million tiny rows would else take more memory than an isolate has. */
export const MAX_IMPORT_ROWS = 100_000;
/** Rows of CSV that cannot be read: each costs far more time than one that can. */
export const MAX_UNREADABLE_ROWS = 10_000;
const MAX_HEADER_CELLS = 200;
const MAX_DEPTH = 4;
const refused = (reason: string): ImportRows => ({
  lines: [],
  problems: [{ line: 1, field: "file", reason }],
});
const TOO_MANY = refused(`holds more than ${MAX_IMPORT_ROWS} rows`);
const TOO_MANY_UNREADABLE = refused(`holds more than ${MAX_UNREADABLE_ROWS} rows that cannot be read`);
class TooManyUnreadable extends Error {}

/** @param columns field of the platform by column of the file; a column that it does not name keeps its own name */
export function readImport(
  text: string,
  format: FileFormat,
  columns: Readonly<Record<string, string>>,
): ImportRows {
  return format === "csv" ? readCsvRows(text, columns) : readJsonLines(text);
}

function readJsonLines(text: string): ImportRows {
  const lines: ImportLine[] = [];
  let line = 0;
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf("\n", from);
    const json = text.slice(from, end < 0 ? text.length : end).trim();
    line++;
    if (json !== "" && lines.push({ line, json }) > MAX_IMPORT_ROWS) return TOO_MANY;
    from = end < 0 ? text.length + 1 : end + 1;
  }
  return { lines, problems: [] };
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** @returns null when too many records cannot be read */
function parseCsv(text: string, problems: ImportProblem[]): Parsed[] | null {
  const first = text.split("\n", 1)[0] ?? "";
  const delimiter = [",", ";", "\t"].reduce((best, one) =>
    first.split(one).length > first.split(best).length ? one : best,
  );
  try {
    return parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      // The header and one row too many.
      to: MAX_IMPORT_ROWS + 2,
      on_skip: (error: { lines?: number; message?: string } | undefined) => {
        if (problems.length === MAX_UNREADABLE_ROWS) throw new TooManyUnreadable();
        problems.push({
          line: error?.lines ?? 0,
          field: "row",
          reason: "has a quote inside a cell; put the cell in quotes and double the quote in it",
        });
        return undefined;
      },
    } as never) as unknown as Parsed[];
  } catch (error) {
    if (error instanceof TooManyUnreadable) return null;
    throw error;
  }
}

/** A record may have line breaks in quotes. One with a stray quote is named by its line, and the rest is read. */
function readCsvRows(text: string, columns: Readonly<Record<string, string>>): ImportRows {
  const problems: ImportProblem[] = [];
  const records = parseCsv(text, problems);
  if (records === null) return TOO_MANY_UNREADABLE;
  if (records.length > MAX_IMPORT_ROWS + 1) return TOO_MANY;
  const [head, ...rest] = records;
  const names = (head?.record ?? []).map((cell) => cell.trim());
  const headerProblem = problemOfHeader(names);
  if (headerProblem) return { lines: [], problems: [{ line: 1, field: "header", reason: headerProblem }] };
  const paths = names.map((name) => (columns[name] ?? name).split("."));
  const lines: ImportLine[] = [];
  // The parser names the line where a record ends, and counts a CRLF inside of a cell as two lines.
  let countedTwice = 0;
  for (const { record, info } of rest) {
    const inside = record.join("\t");
    countedTwice += inside.split("\r\n").length - 1;
    const line = info.lines - countedTwice - (inside.split("\n").length - 1);
    if (record.length > names.length)
      problems.push({
        line,
        field: "row",
        reason: `has ${record.length} cells, and the header ${names.length}`,
      });
    else lines.push({ line, json: JSON.stringify(rowOf(record, paths)) });
  }
  return { lines, problems };
}

function problemOfHeader(names: readonly string[]): string | null {
  if (names.length === 0) return "is missing";
  if (names.length > MAX_HEADER_CELLS) return `has over ${MAX_HEADER_CELLS} columns`;
  if (names.includes("")) return "has a column without a name";
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return `has the column ${twice.slice(0, 40)} twice`;
  return names.some((name) => name.split(".").length > MAX_DEPTH) ? "nests too deep" : null;
}

/** An empty cell is a field that is not there; a list or an object stands in a cell as JSON. */
function rowOf(record: readonly string[], paths: readonly string[][]): Record<string, unknown> {
  // Without a prototype, a column named __proto__ is a name as any other.
  const row: Record<string, unknown> = Object.create(null);
  for (const [at, cell] of record.entries()) {
    const path = paths[at];
    if (cell === "" || path === undefined) continue;
    let target = row;
    for (const name of path.slice(0, -1)) {
      const inner = target[name];
      const next: Record<string, unknown> =
        typeof inner === "object" && inner !== null && !Array.isArray(inner)
          ? (inner as Record<string, unknown>)
          : Object.create(null);
      target[name] = next;
      target = next;
    }
    target[path.at(-1) ?? ""] = cellValue(cell);
  }
  return row;
}

function cellValue(cell: string): unknown {
  if (!/^\s*[[{]/.test(cell)) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}
