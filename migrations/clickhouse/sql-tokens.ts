/**
 * Just enough of ClickHouse's lexer to find where statements and clauses end: strings, quoted names,
 * comments and heredocs are stepped over, never looked into.
 * Source: https://clickhouse.com/docs/sql-reference/syntax
 */
export interface SqlToken {
  kind: "word" | "quoted" | "string" | "symbol";
  /** Offsets into the text, end exclusive. */
  start: number;
  end: number;
}

/** Whitespace and comments between tokens. */
const GAP = /(?:\s+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const HEREDOC = /\$([A-Za-z0-9_]*)\$/y;
const WORD = /[\p{L}\p{N}_]+/uy;
const QUOTES: Record<string, RegExp> = {
  "'": /'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y,
  '"': /"(?:[^"\\]|\\[\s\S]|"")*(?:"|$)/y,
  "`": /`(?:[^`\\]|\\[\s\S]|``)*(?:`|$)/y,
};

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Tokens of `text` in order; an unclosed quote or heredoc runs to the end of the text. */
export function* sqlTokens(text: string): Generator<SqlToken> {
  let at = 0;
  while (at < text.length) {
    const start = endOf(GAP, text, at);
    if (start >= text.length) return;
    const first = text[start] ?? "";
    const quote = QUOTES[first];
    let kind: SqlToken["kind"] = "symbol";
    let end = start + 1;
    if (quote) {
      kind = first === "'" ? "string" : "quoted";
      end = endOf(quote, text, start);
    } else if (first === "$" && endOf(HEREDOC, text, start) > start) {
      kind = "string";
      const mark = text.slice(start, HEREDOC.lastIndex);
      const close = text.indexOf(mark, HEREDOC.lastIndex);
      end = close < 0 ? text.length : close + mark.length;
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
