/**
 * The words of a search: how a query is read, how text is folded, and where a word counts as found. The same rule runs in
 * ClickHouse (workers/clickhouse/job-text.ts) and here, for highlights and for what a masked caller may find.
 *
 * A word is found where it stands as it was typed, after folding. Where it begins or ends with a Latin letter, a digit or
 * an accent, it also begins or ends there in the text: `R` is not in `React`, `java` not in `javascript`. `#` and `++`
 * belong to the word before them, so `C` is not in `C++` and `C#`; a dot does not, so `net` is in `.NET`. Chinese words
 * have no such border: `开发` is in `软件开发工程师`.
 */

/** Characters of a query. */
export const MAX_QUERY_CHARS = 200;
export const MAX_QUERY_WORDS = 20;

/** Two spellings of one class of characters: RE2 of ClickHouse and JavaScript. */
interface Dialect {
  /** @param hex code point */
  char(hex: string): string;
  script(name: string): string;
}
export const RE2: Dialect = { char: (hex) => `\\x{${hex}}`, script: (name) => `\\p{${name}}` };
const JS: Dialect = { char: (hex) => `\\u{${hex}}`, script: (name) => `\\p{Script=${name}}` };

/** Numbers in circles and the signs ™ and ℠ would become letters of the next word: ①Java, Java™. */
export const enclosedClass = ({ char }: Dialect) =>
  `[${char("2460")}-${char("24FF")}${char("2776")}-${char("2793")}${char("2122")}${char("2120")}]`;

/** White space as folding leaves it, and characters without width. */
export const spaceClass = ({ char }: Dialect) =>
  `[\\t\\n\\v\\f\\r ${["85", "1680", "200B", "2028", "2029", "FEFF"].map(char).join("")}]+`;

/** What a word of letters goes on with; combining marks belong to the letter before. */
const letters = ({ script }: Dialect) =>
  `${["Latin", "Greek", "Cyrillic"].map(script).join("")}\\p{Nd}\\p{M}`;

const ENCLOSED = new RegExp(enclosedClass(JS), "gu");
const SPACES = new RegExp(spaceClass(JS), "gu");
const LETTER = new RegExp(`^[${letters(JS)}]$`, "u");

const unspaced = (text: string): string => text.replace(ENCLOSED, " $& ").normalize("NFKC").toLowerCase();

/** Folds text: full width becomes plain, letters lower case, white space one blank. */
export const foldText = (text: string): string => unspaced(text).replace(SPACES, " ").trim();

/** Quotes that make a phrase. */
const QUOTES = '"“”＂';
const PARTS = new RegExp(`[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]|[^\\s,，、;；${QUOTES}]+`, "gu");

/** Words of a query, folded: words apart are AND, a part in quotes is one phrase. Each once. */
export function wordsOf(query: string): string[] {
  const words = [...query.matchAll(PARTS)].map(([whole, phrase]) => foldText(phrase ?? whole));
  return [...new Set(words)].filter((word) => word !== "");
}

/** A whole word of letters and digits, with the signs that belong to it: two such words are the same or apart. */
export const latinWord = (dialect: Dialect): string => `[${letters(dialect)}]+(?:#|\\+\\+)?`;
const LATIN_WORD = new RegExp(`^${latinWord(JS)}$`, "u");

/** True for a word that is found where a text has it as one of its latin words. */
export const isLatinWord = (word: string): boolean => LATIN_WORD.test(word);

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** @returns what must stand before and after the word; empty where anything may */
export function bordersOf(word: string, dialect: Dialect): { before: string; after: string } {
  const characters = [...word];
  const own = letters(dialect);
  return {
    before: LETTER.test(characters[0] ?? "") ? `(?:^|[^${own}])` : "",
    after: LETTER.test(characters.at(-1) ?? "") ? `(?:$|[^${own}#+]|\\+(?:$|[^+]))` : "",
  };
}

/** @returns the pattern of a folded word for ClickHouse; null where the text alone decides */
export function wordPattern(word: string): string | null {
  const { before, after } = bordersOf(word, RE2);
  return before === "" && after === "" ? null : `${before}${escaped(word)}${after}`;
}

/** @returns the pattern of a folded word, which matches the word alone */
function ownPattern(word: string): RegExp {
  const { before, after } = bordersOf(word, JS);
  return new RegExp(`${before && `(?<=${before})`}${escaped(word)}${after && `(?=${after})`}`, "gu");
}

/** Half open, in UTF-16 code units. */
export type Range = [start: number, end: number];

/** @returns where the words are in folded text */
function* found(folded: string, words: readonly string[]): Generator<Range> {
  for (const word of words) {
    for (const { index } of folded.matchAll(ownPattern(word))) yield [index, index + word.length];
  }
}

/** @param folded texts, of which each word must be in one */
export const holdsWords = (folded: readonly string[], words: readonly string[]): boolean =>
  words.every((word) => {
    const pattern = ownPattern(word);
    return folded.some((text) => text.search(pattern) >= 0);
  });

/**
 * A letter with what joins it in folding: marks, Korean parts of syllables, and the voiced signs of half-width kana.
 */
const PIECE = /[\u1100-\u11ff]+|[^\p{M}\uff9e\uff9f][\p{M}\uff9e\uff9f]*|[\p{M}\uff9e\uff9f]+/gu;

/** Folds text and remembers where each unit came from; null where folding joins what stands apart. */
function foldWithPlaces(text: string): { folded: string; places: Range[] } | null {
  const whole = unspaced(text);
  const places: Range[] = [];
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    for (let left = unspaced(piece).length; left > 0; left--) places.push([index, index + piece.length]);
  }
  if (places.length !== whole.length) return null;
  let folded = "";
  const kept: Range[] = [];
  let end = 0;
  const keep = (from: number, to: number) => {
    folded += whole.slice(from, to);
    kept.push(...places.slice(from, to));
  };
  for (const { 0: spaces, index } of whole.matchAll(SPACES)) {
    keep(end, index);
    end = index + spaces.length;
    if (folded !== "" && end < whole.length) {
      folded += " ";
      kept.push([places[index]?.[0] ?? 0, places[end - 1]?.[1] ?? 0]);
    }
  }
  keep(end, whole.length);
  return { folded, places: kept };
}

/** @returns where the words are in the text as it is written, in order, joined where they overlap */
export function findWords(text: string, words: readonly string[]): Range[] {
  const read = foldWithPlaces(text);
  if (read === null) return [];
  const ranges = [...found(read.folded, words)]
    .map(([start, end]): Range => [read.places[start]?.[0] ?? 0, read.places[end - 1]?.[1] ?? 0])
    .toSorted(([one], [other]) => one - other);
  const joined: Range[] = [];
  for (const [start, end] of ranges) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
