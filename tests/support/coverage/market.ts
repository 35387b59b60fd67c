/**
 * A market of known size with the keywords that search it: the generated corpus of the job boards, or the corpus at hand.
 * A keyword finds what the boards' search finds.
 */
import type { Posting } from "../../../local/job-boards/corpus/posting.ts";
import { loadCorpus } from "../../../local/job-boards/corpus.ts";
import { CORPUS_FILE } from "../corpus-file.ts";
import { titleWords } from "./title-words.ts";

export interface MarketKeyword {
  keyword: string;
  /** Indexes of the postings that it finds, the newest first. */
  finds: number[];
}

export interface Market {
  name: string;
  postings: readonly Posting[];
  /** Words of titles and tags that find at least `MIN_FOUND` postings, in a fixed order. */
  keywords: readonly MarketKeyword[];
}

/** Rarer words are names and slips of the pen, which nobody searches. */
const MIN_FOUND = 5;

/** The generated market always, the corpus where it is. */
export function markets(): Market[] {
  const generated = marketOf("generated", loadCorpus({ seed: 20_261_129, size: 4000 }).postings);
  if (CORPUS_FILE === null) return [generated];
  return [generated, marketOf("corpus", loadCorpus({ file: CORPUS_FILE }).postings)];
}

function marketOf(name: string, postings: readonly Posting[]): Market {
  const newest = [...postings].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  const texts = newest.map(({ title, tags, company, industry }) =>
    [title, tags, company, industry].join("\n").toLowerCase(),
  );
  const words = new Set(newest.flatMap(({ title, tagList, company }) => wordsOf(title, tagList, company)));
  const keywords = [...words].sort().map((keyword) => ({
    keyword,
    finds: texts.flatMap((text, index) => (text.includes(keyword) ? [index] : [])),
  }));
  return { name, postings: newest, keywords: keywords.filter(({ finds }) => finds.length >= MIN_FOUND) };
}

const wordsOf = (title: string, tags: string[], company: string): string[] => [
  ...titleWords(title),
  ...tags.map((tag) => tag.toLowerCase()),
  ...titleWords(company),
];

/** @returns `count` of the items without repetition, in a random order */
export function drawOf<T>(items: readonly T[], count: number, random: () => number): T[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}
