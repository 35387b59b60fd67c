/** Reads the JSON of one row. */
import { NEWLINE } from "../spool-header.ts";
import { isSpace, OPEN_OBJECT } from "./scan-json.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** @returns the value of a row's JSON, or why it has none */
export function readRow(bytes: Uint8Array): { row: unknown } | { reason: string } {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { reason: "is not UTF-8" };
  }
  try {
    return { row: JSON.parse(text) };
  } catch {
    return { reason: "is not valid JSON" };
  }
}

/** Removes white space at both ends. */
function trimmed(json: Uint8Array): Uint8Array {
  let start = 0;
  let end = json.length;
  while (isSpace(json[start])) start++;
  while (end > start && isSpace(json[end - 1])) end--;
  return json.subarray(start, end);
}

/** @returns the row as the spool takes it; undefined for one that has to be serialized again, because it has several lines */
export function spoolJson(bytes: Uint8Array): Uint8Array | undefined {
  const json = trimmed(bytes);
  return json[0] === OPEN_OBJECT && !json.includes(NEWLINE) ? json : undefined;
}
