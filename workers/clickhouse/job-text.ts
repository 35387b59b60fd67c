/**
 * How text is searched in ClickHouse: what `search_text` of `job_facts` holds, and how its words are found. The tokenizer
 * of the index, `ngrams(2)`, is named here and in migrations/clickhouse/015; the index of single characters stands in 031.
 * The rule is shared/domain/job-words.ts.
 */
import {
  enclosedClass,
  isLatinWord,
  latinWord,
  RE2,
  spaceClass,
  wordPattern,
} from "../../shared/domain/job-words.ts";
import { sqlString } from "./query.ts";

const ENCLOSED = sqlString(`(${enclosedClass(RE2)})`);
const SPACES = sqlString(spaceClass(RE2));

/** SQL that folds a text as `foldText` does: full width becomes plain, letters lower case, white space one blank. */
export const foldSql = (text: string): string =>
  `trimBoth(replaceRegexpAll(lowerUTF8(normalizeUTF8NFKC(replaceRegexpAll(${text}, ${ENCLOSED}, ' \\\\1 '))), ${SPACES}, ' '))`;

/** SQL of `latin_words`. @param folded expression of folded text */
export const latinWordsSql = (folded: string): string =>
  `arrayDistinct(extractAll(${folded}, ${sqlString(latinWord(RE2))}))`;

/** Length of the tokenizer's tokens, characters. A shorter word has no token: it is found by the index of characters. */
const NGRAM = 2;

/**
 * SQL that holds where a word occurs.
 * @param bind puts a value into the query and returns its placeholder
 * @param text where it is looked for: folded text, by default `search_text`, which has the index
 */
export function hasWordSql(
  bind: (name: string, value: string) => string,
  name: string,
  word: string,
  { column, isIndexed } = { column: "search_text", isIndexed: true },
): string {
  if (isIndexed && isLatinWord(word)) return `has(latin_words, ${bind(name, word)})`;
  const pattern = wordPattern(word);
  // Bigrams may match without being adjacent, so the text itself is compared too.
  const contains =
    pattern === null
      ? `position(${column}, ${bind(name, word)}) > 0`
      : `match(${column}, ${bind(`${name}_pattern`, pattern)})`;
  if (!isIndexed) return contains;
  return [...word].length < NGRAM
    ? `has(ngrams(${column}, 1), ${bind(name, word)})`
    : `hasAllTokens(${column}, ${bind(name, word)}) AND ${contains}`;
}
