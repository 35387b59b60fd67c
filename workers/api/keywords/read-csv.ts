/**
 * Keywords from a CSV file: `platform,keyword,city,priority[,channel]`, one a line, with or without a header
 * line. No field of a keyword may hold a line break, so a record never goes over the end of its line: a stray
 * quote spoils its line and not the rest of the file.
 */
import { parse } from "csv-parse/browser/esm/sync";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { validationError } from "../../problems.ts";
import type { Candidate } from "./accept-keywords.ts";

const COLUMNS = ["platform", "keyword", "city", "priority", "channel"] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED = COLUMNS.slice(0, 3);
export const MOST_ROWS = 10_000;

const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name);
const bodyProblem = (reason: string) => validationError([{ field: "body", reason }]);

/** @throws ApiError when the bytes are not UTF-8 text */
export function decodeCsv(bytes: ArrayBuffer): string {
  try {
    // Takes a byte order mark off.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw bodyProblem("is not UTF-8 text; save the file as “CSV UTF-8”");
  }
}

/** Lines read in one go; a block with a broken line is read again line by line. */
const BLOCK = 200;

type Cells = string[] | FieldProblem;

/** Cells of each line. No line is blank. */
function readLines(lines: readonly string[]): Cells[] {
  let reason = "is not one record";
  try {
    const records = parse(lines.join("\n"), {
      trim: true,
      relax_column_count: true,
      record_delimiter: "\n",
    });
    // Fewer records than lines: a quote ran over a line's end.
    if (records.length === lines.length) return records;
  } catch (error) {
    // Without the parser's own line number: it counts from the start of the block.
    if (error instanceof Error) reason = error.message.replace(/ (at|on) line \d+.*$/s, "");
  }
  if (lines.length === 1) return [{ field: "row", reason }];
  return lines.flatMap((line) => readLines([line]));
}

function readHeader(cells: string[]): Column[] {
  const names = cells.map((cell) => cell.toLowerCase());
  const problems: FieldProblem[] = [
    ...names
      .filter((name, at) => !isColumn(name) || names.indexOf(name) !== at)
      .map((name) => ({ field: "header", reason: `column "${name.slice(0, 40)}" is unknown or repeated` })),
    ...NEEDED.filter((name) => !names.includes(name)).map((name) => ({
      field: "header",
      reason: `column "${name}" is missing`,
    })),
  ];
  if (problems.length > 0) throw validationError(problems);
  return names.filter(isColumn);
}

function toRaw(cells: string[], columns: readonly Column[]): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const [at, name] of columns.entries()) {
    const cell = cells[at];
    // An empty optional cell takes the default.
    if (cell === undefined || (cell === "" && !NEEDED.includes(name))) continue;
    raw[name] = name === "priority" && /^\d{1,3}$/.test(cell) ? Number(cell) : cell;
  }
  return raw;
}

function toCandidate(cells: Cells, columns: readonly Column[], place: { line: number }): Candidate {
  if (!Array.isArray(cells)) return { place, problem: cells };
  if (cells.length <= columns.length) return { place, raw: toRaw(cells, columns) };
  const reason = `has ${cells.length} fields; at most ${columns.length} are known`;
  return { place, problem: { field: "row", reason } };
}

/**
 * @returns one candidate per row, bad ones with their problem
 * @throws ApiError validation_failed for a file with a bad header, no rows, or more than {@link MOST_ROWS}
 */
export function readKeywordCsv(text: string): Candidate[] {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((content, at) => ({ content, line: at + 1 }))
    .filter(({ content }) => content.trim() !== "");
  // One more for a header.
  if (lines.length > MOST_ROWS + 1) throw bodyProblem(`holds more than ${MOST_ROWS} rows`);
  const rows: Cells[] = [];
  for (let start = 0; start < lines.length; start += BLOCK) {
    rows.push(...readLines(lines.slice(start, start + BLOCK).map(({ content }) => content)));
  }
  const [first] = rows;
  const header = Array.isArray(first) && first.some((cell) => isColumn(cell.toLowerCase())) ? first : null;
  const columns = header ? readHeader(header) : COLUMNS;
  const candidates = rows
    .map((cells, at) => toCandidate(cells, columns, { line: lines[at]?.line ?? 0 }))
    .slice(header ? 1 : 0);
  if (candidates.length === 0) throw bodyProblem("holds no rows");
  if (candidates.length > MOST_ROWS) throw bodyProblem(`holds more than ${MOST_ROWS} rows`);
  return candidates;
}
