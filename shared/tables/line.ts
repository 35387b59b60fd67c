/**
 * Lines of JSONEachRow in the columns of the ClickHouse tables. The provenance of a row is not in them: the spool holds
 * it once per batch, and it is added when the lines are inserted.
 */
import type { Columns } from "./column.ts";
import { instantsOf } from "./table.ts";

/** DateTime64(3) reaches from 1900 to 2299. */
const MIN_TIME_MS = Date.UTC(1900, 0, 1);
const MAX_TIME_MS = Date.UTC(2299, 11, 31);

/** `2026-11-22 01:02:03.456`, UTC; null for what DateTime64(3) cannot hold. */
export function toDateTime(unixMs: number): string | null {
  if (!(unixMs >= MIN_TIME_MS && unixMs <= MAX_TIME_MS)) return null;
  const iso = new Date(unixMs).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}

/**
 * JSON of typed values for ClickHouse, which rejects a lone surrogate that JSON may carry: such a text is made
 * well-formed. A raw row passes as it is.
 * @param value is changed: only fields that say something stay, because a column left out takes its default, which is
 *   null or an empty list. JSON leaves out what is undefined; an object of the same shape with holes is written much
 *   faster than a shorter one.
 */
export function toJson(value: object): string {
  const fields = value as Record<string, unknown>;
  for (const name in fields) {
    const field = fields[name];
    if (field === null || (Array.isArray(field) && field.length === 0)) fields[name] = undefined;
  }
  const json = JSON.stringify(value);
  if (!json.includes("\\ud")) return json;
  return JSON.stringify(value, (_name, field) => (typeof field === "string" ? field.toWellFormed() : field));
}

/**
 * Makes the function that writes rows of a table as lines: the row's columns and `content_hash`. A time that the column
 * cannot hold is left out and named in `unread`.
 * @param columns of the row; those of them that are times are found once, not per row
 */
export function lineWriter<Row extends { unread: string[] }>(
  columns: Columns,
): (row: Row, contentHash: string) => string {
  const instants = instantsOf(columns);
  return (row, content_hash) => {
    const fields: Record<string, unknown> = { ...row, content_hash };
    for (const name of instants) {
      const at = fields[name];
      if (typeof at !== "number") continue;
      const time = toDateTime(at);
      fields[name] = time;
      if (time === null) fields.unread = [...(fields.unread as string[]), name];
    }
    return toJson(fields);
  };
}

/** Precedes the row in a raw line; JSON escapes the quotes of every text before it. */
export const RAW_MEMBER = ',"raw":';

/** Key columns of a raw table. */
export interface RawKeys {
  platform: string;
  job_key?: string;
  company_key: string | null;
}

/**
 * The beginning of a raw line; the row as sent and a closing brace follow. The row is written there as an object:
 * ClickHouse reads it into its text column byte by byte (`input_format_json_read_objects_as_strings`).
 */
export const rawLineStart = (keys: RawKeys, content_hash: string): string =>
  toJson({ ...keys, content_hash }).slice(0, -1) + RAW_MEMBER;
