/**
 * Keywords from a CSV file: `platform,keyword,city,priority[,channel]`, one a line, with or without a header
 * line. No field of a keyword may hold a line break, so each line is read on its own: a stray quote spoils
 * its line and not the rest of the file.
 */
import { parse } from "csv-parse/browser/esm/sync";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { validationError } from "../problems.ts";
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

function readLine(text: string): string[] | FieldProblem {
  try {
    const [cells = []] = parse(text, { trim: true, relax_column_count: true });
    return cells;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/ (at|on) line \d+.*$/, "") : String(error);
    return { field: "row", reason };
  }
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

/**
 * @returns one candidate per row, bad ones with their problem
 * @throws ApiError validation_failed for a file with a bad header, no rows, or more than {@link MOST_ROWS}
 */
export function readKeywordCsv(text: string): Candidate[] {
  let columns: readonly Column[] | null = null;
  const candidates: Candidate[] = [];
  for (const [at, lineText] of text.split(/\r\n|\n|\r/).entries()) {
    if (lineText.trim() === "") continue;
    const line = at + 1;
    const cells = readLine(lineText);
    if (columns === null) {
      const named = Array.isArray(cells) && cells.some((cell) => isColumn(cell.toLowerCase()));
      columns = named ? readHeader(cells) : COLUMNS;
      if (named) continue;
    }
    if (candidates.length === MOST_ROWS) throw bodyProblem(`holds more than ${MOST_ROWS} rows`);
    if (!Array.isArray(cells)) candidates.push({ place: { line }, problem: cells });
    else if (cells.length > columns.length) {
      const reason = `has ${cells.length} fields; at most ${columns.length} are known`;
      candidates.push({ place: { line }, problem: { field: "row", reason } });
    } else candidates.push({ place: { line }, raw: toRaw(cells, columns) });
  }
  if (candidates.length === 0) throw bodyProblem("holds no rows");
  return candidates;
}
