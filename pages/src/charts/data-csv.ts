/** The data of a chart as CSV, for spreadsheets and programs. */

/** A column of a chart's data: in its table and in its CSV. */
export interface DataColumn<Row> {
  title: string;
  /** Reads the value as the CSV has it; null where it is not known. */
  value: (row: Row) => string | number | null;
  /** Writes it as the table shows it; without this the table shows the value itself. */
  show?: (row: Row) => string;
}

/** A spreadsheet runs a text that begins with one of these as a formula (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r]/;

function field(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * @param notes stand above the table, each in a line that begins with `#`
 * @returns text with the byte order mark that Excel needs to read UTF-8
 */
export function dataCsv<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  notes: readonly string[],
): string {
  const lines = [
    ...notes.map((note) => field(`# ${note}`)),
    columns.map(({ title }) => field(title)).join(","),
    ...rows.map((row) => columns.map(({ value }) => field(value(row))).join(",")),
  ];
  return `\uFEFF${lines.map((line) => `${line}\r\n`).join("")}`;
}
