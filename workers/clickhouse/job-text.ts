/**
 * How text is searched in ClickHouse: what `search_text` of `job_facts` holds, and how its words are found. The tokenizer
 * of the index, `ngrams(2)`, is named here and in migrations/clickhouse/015.
 */

/** SQL that folds a text: compatibility forms (full width) become plain ones, letters lower case. */
export const foldSql = (text: string): string => `lowerUTF8(normalizeUTF8NFKC(${text}))`;

/** Length of the tokenizer's tokens, characters. A shorter word has no token, so the index can't find it. */
const NGRAM = 2;

/**
 * SQL that holds where a word occurs as it is written.
 * @param placeholder of the folded word, `{name:String}`
 */
export const hasWordSql = (placeholder: string, foldedWord: string): string => {
  const contains = `position(search_text, ${placeholder}) > 0`;
  // Bigrams may match without being adjacent, so the text itself is compared too.
  return [...foldedWord].length < NGRAM
    ? contains
    : `hasAllTokens(search_text, ${placeholder}) AND ${contains}`;
};

/** Folds a word of a query as `foldSql` folds the text. */
export const foldWord = (word: string): string => word.normalize("NFKC").toLowerCase();

/** Words of a query, folded: words apart are AND, a part in quotes is one phrase. Each once. */
export function wordsOf(query: string): string[] {
  const words = [...query.matchAll(/["“”]([^"“”]*)["“”]|[^\s"“”]+/g)].map(([whole, phrase]) =>
    foldWord(phrase ?? whole)
      .trim()
      .replace(/\s+/g, " "),
  );
  return [...new Set(words)].filter((word) => word !== "");
}
