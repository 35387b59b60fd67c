/**
 * CSV (RFC 4180) for people and Excel: a byte order mark, so that Excel reads UTF-8; times on the clock of China; the
 * items of a list separated by `|`.
 */
import type { Cell, ExportColumn } from "../columns.ts";
import { chinaDateTime } from "./china-time.ts";
import { type LineFormat, numberText } from "./format.ts";

const BOM = "\ufeff";

/**
 * A cell that begins so is read as a formula by spreadsheet programs; the full-width signs by those of East Asia.
 * Source: OWASP, CSV Injection.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** Spreadsheet programs show a text behind an apostrophe as it is. */
const DISARMED = "'";

const QUOTED = /["\r\n,;\t|]|^\s|\s$/;

/** Texts come from outside; a formula in one must not run on the computer of whoever opens the file. */
export const disarm = (text: string): string => (FORMULA.test(text) ? DISARMED + text : text);

const quote = (text: string): string => (QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csvCell(value: Cell, { kind }: ExportColumn): string {
  if (value === null) return "";
  if (kind === "time") return chinaDateTime(value as number);
  // Numbers are ours: a negative one is no formula.
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  return quote(disarm(Array.isArray(value) ? value.join("|") : value));
}

/** A line of texts and numbers of our own. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  record(
    cells.map((cell) => (typeof cell === "string" ? quote(disarm(cell)) : cell === null ? "" : String(cell))),
  );

const record = (cells: readonly string[]): string => `${cells.join(",")}\r\n`;

export const csv: LineFormat = {
  head: (columns) => BOM + record(columns.map(({ name }) => name)),
  line: (row, columns) => record(columns.map((column, at) => csvCell(row[at] ?? null, column))),
};
