/**
 * Reads CSV files whose fields hold no line break, with or without a header line, as people and spreadsheet programs
 * write them. A record ends with its line, so a stray quote invalidates its own line and not the rest of the file.
 */
import { parse } from "csv-parse/browser/esm/sync";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { fieldError, validationError } from "../../../shared/errors/validation.ts";
import { columnOf } from "./csv-names.ts";

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

const bodyProblem = (reason: string) => fieldError("body", reason);

/**
 * Maximum of characters in a line: a row with a token of 8,000 characters has room, and a line with a million cells is
 * not read.
 */
const MAX_LINE_CHARS = 20_000;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The lines that are not blank, with their number from 1. Blank lines are skipped as they are read: 5 MB of them are
 * five million.
 * @throws ApiError validation_failed for more than {@link MAX_ROWS} lines and a header
 */
export function linesOf(
  text: string,
  isBlank = (line: string) => line.trim() === "",
): { content: string; line: number }[] {
  const lines: { content: string; line: number }[] = [];
  let start = 0;
  let line = 1;
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? LINE_FEED : text.charCodeAt(at);
    if (code !== LINE_FEED && code !== CARRIAGE_RETURN) continue;
    const content = text.slice(start, at);
    if (content !== "" && !isBlank(content)) lines.push({ content, line });
    if (lines.length > MAX_ROWS + 1) throw bodyProblem(`holds more than ${MAX_ROWS} rows`);
    if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) at++;
    start = at + 1;
    line++;
  }
  return lines;
}

/** Excel leaves rows of empty cells where rows were cleared. */
const hasNoCell = (line: string) => /^[\s,;，；"]*$/.test(line);

/** Chinese input methods write the full-width ones. */
const DELIMITERS = [",", ";", "\t", "，", "；"] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** Excel reads the delimiter from a first line such as `sep=;` and writes it back. */
const SEP_LINE = /^"?sep=([,;\t])"?[,;\t]*$/i;

/** Number of lines that are parsed together; a block with a broken line is parsed again line by line. */
const BLOCK = 200;

type Cells = string[] | FieldProblem;

/** The parser's complaints about quotes, by the beginning of its message, in words for the person who made the file. */
const QUOTE_REASONS: readonly (readonly [start: string, reason: string])[] = [
  ["Quote Not Closed", "has a quote that is not closed; a cell must not hold a line break"],
  ["Invalid Opening Quote", "has a quote inside a cell; put the cell in quotes and double the quote in it"],
  ["Invalid Closing Quote", "has text behind a closing quote"],
];

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  return QUOTE_REASONS.find(([start]) => message.startsWith(start))?.[1] ?? "is not one record";
}

/** The cells of each line. @param lines none is blank */
function readLines(lines: readonly string[], delimiter: Delimiter): Cells[] {
  if (lines.some((line) => line.length > MAX_LINE_CHARS)) {
    const reason = `is longer than ${MAX_LINE_CHARS} characters`;
    if (lines.length === 1) return [{ field: "row", reason }];
    return lines.flatMap((line) => readLines([line], delimiter));
  }
  let reason = "is not one record";
  try {
    const records = parse(lines.join("\n"), {
      delimiter,
      trim: true,
      relax_column_count: true,
      record_delimiter: "\n",
    });
    // Fewer records than lines mean that a quoted field ran past the end of its line.
    if (records.length === lines.length) return records;
  } catch (error) {
    reason = reasonOf(error);
  }
  if (lines.length === 1) return [{ field: "row", reason }];
  return lines.flatMap((line) => readLines([line], delimiter));
}

/** Removes the empty cells at the end of a row: Excel writes one for each column that was ever used. */
function withoutEmptyEnd(cells: string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
}

/** The column of each cell of a header; null for a cell of another name. */
const columnsOf = <C extends string>(cells: readonly string[], { columns }: CsvForm<C>): (C | null)[] =>
  cells.map((cell) => columns.find((name) => name === columnOf(cell)) ?? null);

const namedColumns = <C extends string>(cells: readonly string[], form: CsvForm<C>) =>
  columnsOf(cells, form).filter((name) => name !== null);

/** One name may be a value, such as the keyword 渠道, unless it stands in the first cell. */
const isHeader = <C extends string>(cells: readonly string[], form: CsvForm<C>): boolean =>
  columnsOf(cells.slice(0, 1), form).some((name) => name !== null) || namedColumns(cells, form).length > 1;

/**
 * Finds the delimiter by the first line: the one that shows most names of columns, else the first that gives a row
 * all that it needs. Other programs and languages than English write `;` or a tab.
 */
function sniffDelimiter<C extends string>(line: string, form: CsvForm<C>): Delimiter {
  const found = DELIMITERS.map((delimiter) => {
    const [cells] = readLines([line], delimiter);
    const read = Array.isArray(cells) ? cells : [];
    return {
      delimiter,
      names: namedColumns(read, form).length,
      isHeader: isHeader(read, form),
      cells: read.length,
    };
  });
  const best = found.reduce((most, it) => (it.names > most.names ? it : most));
  if (best.isHeader) return best.delimiter;
  return found.find(({ cells }) => cells >= form.needed.length)?.delimiter ?? ",";
}

/** Columns of a header that the answer names: a line has room for 10,000. */
const MAX_HEADER_PROBLEMS = 50;

/** @returns the column of each cell; null for a column without a name, whose cells must be empty */
function readHeader<C extends string>(cells: string[], form: CsvForm<C>): (C | null)[] {
  const known = columnsOf(cells, form);
  const problems: FieldProblem[] = [
    ...cells
      .filter((cell, at) => {
        const name = known[at] ?? null;
        return cell !== "" && (name === null || known.indexOf(name) !== at);
      })
      .slice(0, MAX_HEADER_PROBLEMS)
      .map((cell) => ({ field: "header", reason: `column "${cell.slice(0, 40)}" is unknown or repeated` })),
    ...form.needed
      .filter((name) => !known.includes(name))
      .map((name) => ({ field: "header", reason: `column "${name}" is missing` })),
  ];
  if (problems.length > 0) throw validationError(problems);
  return known;
}

function toRow<C extends string>(cells: Cells, columns: readonly (C | null)[], line: number): CsvRow<C> {
  const place = { line };
  if (!Array.isArray(cells)) return { place, problem: cells };
  const full = withoutEmptyEnd(cells);
  if (full.length > columns.length) {
    const reason = `has ${full.length} fields; at most ${columns.length} are known`;
    return { place, problem: { field: "row", reason } };
  }
  const named: Partial<Record<C, string>> = {};
  for (const [at, name] of columns.entries()) {
    const cell = cells[at];
    if (cell === undefined) continue;
    if (name !== null) named[name] = cell;
    else if (cell !== "") {
      return {
        place,
        problem: { field: "row", reason: `has a value in column ${at + 1}, which has no name` },
      };
    }
  }
  return { place, cells: named };
}

/**
 * Reads all rows of a file.
 * @returns each row, invalid ones with their problem
 * @throws ApiError validation_failed for a file with a bad header, no rows, or more than {@link MAX_ROWS}
 */
export function readCsv<C extends string>(text: string, form: CsvForm<C>): CsvRow<C>[] {
  const all = linesOf(text, hasNoCell);
  const sep = SEP_LINE.exec(all[0]?.content.replace(/^ +| +$/g, "") ?? "")?.[1] as Delimiter | undefined;
  const lines = sep ? all.slice(1) : all;
  const delimiter = sep ?? sniffDelimiter(lines[0]?.content ?? "", form);
  const rows: Cells[] = [];
  for (let start = 0; start < lines.length; start += BLOCK) {
    rows.push(
      ...readLines(
        lines.slice(start, start + BLOCK).map(({ content }) => content),
        delimiter,
      ),
    );
  }
  return readRecords(
    rows.map((cells, at) => ({ cells, line: lines[at]?.line ?? 0 })),
    form,
  );
}

/**
 * Reads records whose cells are known, of a CSV file or a sheet.
 * @throws ApiError validation_failed as `readCsv`
 */
export function readRecords<C extends string>(
  records: readonly { cells: string[] | FieldProblem; line: number }[],
  form: CsvForm<C>,
): CsvRow<C>[] {
  const [first] = records.map(({ cells }) => cells);
  const header = Array.isArray(first) && isHeader(first, form) ? withoutEmptyEnd(first) : null;
  const columns = header ? readHeader(header, form) : form.columns;
  const found = records.map(({ cells, line }) => toRow(cells, columns, line)).slice(header ? 1 : 0);
  if (found.length === 0) throw bodyProblem("holds no rows");
  if (found.length > MAX_ROWS) throw bodyProblem(`holds more than ${MAX_ROWS} rows`);
  return found;
}
