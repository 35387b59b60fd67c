/** Finds the data after `INSERT … FORMAT name`, so that it is passed to the engine as bytes without a copy. */
import { sqlTokens } from "../../migrations/clickhouse/sql-tokens.ts";

export interface InsertHead {
  /** The target when it is plain (`table` or `database.table`, with or without columns), else null. */
  target: { table: string; columns: string[] | null } | null;
  /** Text between SETTINGS and FORMAT; null when there is none. */
  settings: string | null;
  format: string;
  /** Offset at which the data begins. */
  dataStart: number;
}

/** With these words the rows are part of the query text, or there is no plain target. */
const ROWS_IN_TEXT = /^(VALUES|SELECT|WITH|FUNCTION|FROM|WATCH)$/i;
const TARGET =
  /^INSERT INTO(?: TABLE)? (?<table>\w+(?: \. \w+)?)(?: \( (?<columns>\w+(?: , \w+)*) \))?(?: SETTINGS .*)?$/is;

/** @param text the query as one character per byte (latin1), so that offsets are byte offsets */
export function readInsertHead(text: string): InsertHead | null {
  /** The tokens with one space between them, and plain quoted names without quotes. */
  const seen: string[] = [];
  let depth = 0;
  let settingsFrom = -1;
  let formatAt = -1;
  for (const token of sqlTokens(text)) {
    const value = text.slice(token.start, token.end);
    const word = token.kind === "word" ? value.toUpperCase() : "";
    if (seen.length < 2 && word !== ["INSERT", "INTO"][seen.length]) return null;
    if (formatAt >= 0) {
      if (token.kind !== "word") return null;
      const target = TARGET.exec(seen.join(" "))?.groups;
      return {
        target: target?.table
          ? { table: target.table.replaceAll(" ", ""), columns: target.columns?.split(" , ") ?? null }
          : null,
        settings: settingsFrom < 0 ? null : text.slice(settingsFrom, formatAt).trim(),
        format: value,
        dataStart: skipLineEnd(text, token.end),
      };
    }
    if (value === "(") depth += 1;
    else if (value === ")") depth -= 1;
    else if (depth === 0) {
      if (value === ";" || ROWS_IN_TEXT.test(word)) return null;
      if (word === "SETTINGS" && settingsFrom < 0) settingsFrom = token.end;
      if (word === "FORMAT") formatAt = token.start;
    }
    if (formatAt < 0) seen.push(token.kind === "quoted" ? value.replace(/^(.)(\w+)\1$/, "$2") : value);
  }
  return null;
}

/** As in the engine, spaces and then at most one line end belong to the query. */
function skipLineEnd(text: string, from: number): number {
  const gap = /[ \t\f]*\r?\n?/y;
  gap.lastIndex = from;
  return gap.test(text) ? gap.lastIndex : from;
}
