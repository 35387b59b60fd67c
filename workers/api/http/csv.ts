/**
 * Reads CSV files whose fields hold no line break, with or without a header line. A record ends with its line, so a
 * stray quote invalidates its own line and not the rest of the file.
 */
import { CsvError, parse } from "csv-parse/browser/esm/sync";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { validationError } from "../../../shared/errors/validation.ts";

export const MAX_ROWS = 10_000;

export interface CsvForm<C extends string> {
  /** In their order in a file without a header. */
  columns: readonly C[];
  /** Columns that a header must have. */
  needed: readonly C[];
}

/** A row of a file: its cells by column name, or why it could not be read. */
export type CsvRow<C extends string> = { place: { line: number } } & (
  | { cells: Partial<Record<C, string>> }
  | { problem: FieldProblem }
);

const bodyProblem = (reason: string) => validationError([{ field: "body", reason }]);

/** @throws ApiError when the bytes are not UTF-8 text */
export function decodeCsv(bytes: ArrayBuffer): string {
  try {
    // `ignoreBOM: false` removes a byte order mark.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw bodyProblem("is not UTF-8 text; save the file as “CSV UTF-8”");
  }
}

/**
 * The lines that are not blank, with their number from 1.
 * @throws ApiError validation_failed for more than {@link MAX_ROWS} lines and a header
 */
export function linesOf(text: string): { content: string; line: number }[] {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((content, at) => ({ content, line: at + 1 }))
    .filter(({ content }) => content.trim() !== "");
  if (lines.length > MAX_ROWS + 1) throw bodyProblem(`holds more than ${MAX_ROWS} rows`);
  return lines;
}

/** Number of lines that are parsed together; a block with a broken line is parsed again line by line. */
const BLOCK = 200;

type Cells = string[] | FieldProblem;

/** Reasons of the parser's errors, @see https://csv.js.org/parse/errors/ */
const CSV_REASONS: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: "has a quote that is not closed on its line",
  CSV_INVALID_CLOSING_QUOTE: "has a quote that is not closed on its line",
  INVALID_OPENING_QUOTE: "has a quote inside a field that is not quoted",
};

/** The cells of each line. @param lines none is blank */
function readLines(lines: readonly string[]): Cells[] {
  let reason = "is not one record";
  try {
    const records = parse(lines.join("\n"), {
      trim: true,
      relax_column_count: true,
      record_delimiter: "\n",
    });
    // Fewer records than lines mean that a quoted field ran past the end of its line.
    if (records.length === lines.length) return records;
  } catch (error) {
    if (error instanceof CsvError) reason = CSV_REASONS[error.code] ?? reason;
  }
  if (lines.length === 1) return [{ field: "row", reason }];
  return lines.flatMap((line) => readLines([line]));
}

function readHeader<C extends string>(cells: string[], { columns, needed }: CsvForm<C>): C[] {
  const names = cells.map((cell) => cell.toLowerCase());
  const known = new Map<string, C>(columns.map((name) => [name, name]));
  const problems: FieldProblem[] = [
    ...names
      .filter((name, at) => !known.has(name) || names.indexOf(name) !== at)
      .map((name) => ({ field: "header", reason: `column "${name.slice(0, 40)}" is unknown or repeated` })),
    ...needed
      .filter((name) => !names.includes(name))
      .map((name) => ({ field: "header", reason: `column "${name}" is missing` })),
  ];
  if (problems.length > 0) throw validationError(problems);
  return names.flatMap((name) => known.get(name) ?? []);
}

function toRow<C extends string>(cells: Cells, columns: readonly C[], line: number): CsvRow<C> {
  const place = { line };
  if (!Array.isArray(cells)) return { place, problem: cells };
  if (cells.length > columns.length) {
    const reason = `has ${cells.length} fields; at most ${columns.length} are known`;
    return { place, problem: { field: "row", reason } };
  }
  const named: Partial<Record<C, string>> = {};
  for (const [at, name] of columns.entries()) if (cells[at] !== undefined) named[name] = cells[at];
  return { place, cells: named };
}

/**
 * Reads all rows of a file.
 * @returns each row, invalid ones with their problem
 * @throws ApiError validation_failed for a file with a bad header, no rows, or more than {@link MAX_ROWS}
 */
export function readCsv<C extends string>(text: string, form: CsvForm<C>): CsvRow<C>[] {
  const lines = linesOf(text);
  const rows: Cells[] = [];
  for (let start = 0; start < lines.length; start += BLOCK) {
    rows.push(...readLines(lines.slice(start, start + BLOCK).map(({ content }) => content)));
  }
  const [first] = rows;
  const names = form.columns as readonly string[];
  const header =
    Array.isArray(first) && first.some((cell) => names.includes(cell.toLowerCase())) ? first : null;
  const columns = header ? readHeader(header, form) : form.columns;
  const found = rows.map((cells, at) => toRow(cells, columns, lines[at]?.line ?? 0)).slice(header ? 1 : 0);
  if (found.length === 0) throw bodyProblem("holds no rows");
  if (found.length > MAX_ROWS) throw bodyProblem(`holds more than ${MAX_ROWS} rows`);
  return found;
}
