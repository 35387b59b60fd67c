/** Groups of keywords: those that share a word. */

export interface KeywordGroup {
  word: string;
  /** Number of keywords that contain it. */
  keywords: number;
}

/** Groups of fewer keywords tell nothing that the keywords themselves don't. */
export const MIN_GROUP_KEYWORDS = 5;
/** Chinese has no spaces: any part of a run is a word when enough keywords share it. */
const HAN_LENGTHS = [2, 3, 4, 5, 6];

/** Latin words and their signs; ClickHouse takes them from a keyword by the same pattern. */
export const LATIN_WORD = "[a-z0-9.+#-]+";
const LATIN_WORDS = new RegExp(LATIN_WORD, "g");

/** Latin words are compared whole, so that java is not in javascript. */
function wordsOf(keyword: string): Set<string> {
  const latin = keyword.match(LATIN_WORDS) ?? [];
  const han = (keyword.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) => {
    const characters = [...run];
    return HAN_LENGTHS.flatMap((length) =>
      characters.slice(length - 1).map((_, at) => characters.slice(at, at + length).join("")),
    );
  });
  return new Set([...latin, ...han]);
}

/**
 * @returns the words that at least `MIN_GROUP_KEYWORDS` of these keywords contain, the most frequent first. Where
 *   the same keywords contain several words (程师, 工程师), the longest one is taken.
 */
export function keywordGroups(keywords: readonly string[]): KeywordGroup[] {
  const counts = new Map<string, number>();
  for (const keyword of new Set(keywords.map((text) => text.toLowerCase())))
    for (const word of wordsOf(keyword)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const shared = [...counts].filter(([, count]) => count >= MIN_GROUP_KEYWORDS);
  return shared
    .filter(
      ([word, count]) =>
        !/\p{Script=Han}/u.test(word) ||
        !shared.some(([other, n]) => n === count && other.length > word.length && other.includes(word)),
    )
    .map(([word, count]) => ({ word, keywords: count }))
    .sort((a, b) => b.keywords - a.keywords || (a.word < b.word ? -1 : 1));
}
