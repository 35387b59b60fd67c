/**
 * Implements as much of ClickHouse's lexer as is needed to find where statements and clauses end: strings, quoted
 * names, comments and heredocs are skipped, and their contents are not read.
 * Source: https://clickhouse.com/docs/sql-reference/syntax
 */
export interface SqlToken {
  kind: "word" | "quoted" | "string" | "symbol";
  /** Offsets into the text, end exclusive. */
  start: number;
  end: number;
}

const BACKSLASH = 0x5c;
/** Matches whitespace and one-line comments between tokens. */
const GAP = /(?:\s+|--[^\n]*|#[ !][^\n]*)+/y;
const HEREDOC = /\$[A-Za-z0-9_]*\$/y;
const WORD = /[\p{L}\p{N}_]+/uy;

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Returns the offset after the next `mark`, or the end of the text. */
function after(mark: string, text: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function endOfGap(text: string, from: number): number {
  let at = from;
  for (;;) {
    const end = text.startsWith("/*", at) ? after("*/", text, at + 2) : endOf(GAP, text, at);
    if (end === at) return at;
    at = end;
  }
}

/** This is a loop because a string of megabytes overflows the stack of a regular expression. */
function endOfQuoted(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 2;
    else if (code !== quote) at += 1;
    else if (text.charCodeAt(at + 1) === quote) at += 2;
    else return at + 1;
  }
  return text.length;
}

/** Yields the tokens of `text` in order; an unclosed quote or heredoc ends with the text. */
export function* sqlTokens(text: string): Generator<SqlToken> {
  let at = 0;
  while (at < text.length) {
    const start = endOfGap(text, at);
    if (start >= text.length) return;
    const first = text[start] ?? "";
    let kind: SqlToken["kind"] = "symbol";
    let end = start + 1;
    if (first === "'" || first === '"' || first === "`") {
      kind = first === "'" ? "string" : "quoted";
      end = endOfQuoted(text, start);
    } else if (first === "$" && endOf(HEREDOC, text, start) > start) {
      kind = "string";
      end = after(text.slice(start, HEREDOC.lastIndex), text, HEREDOC.lastIndex);
    } else if (endOf(WORD, text, start) > start) {
      kind = "word";
      end = WORD.lastIndex;
    }
    yield { kind, start, end };
    at = end;
  }
}

/** Splits a file of statements at `;`; comments alone make no statement. */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let from = -1;
  let to = 0;
  for (const token of sqlTokens(text)) {
    if (token.kind === "symbol" && text[token.start] === ";") {
      if (from >= 0) statements.push(text.slice(from, to));
      from = -1;
    } else {
      if (from < 0) from = token.start;
      to = token.end;
    }
  }
  if (from >= 0) statements.push(text.slice(from, to));
  return statements;
}
