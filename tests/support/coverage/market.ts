/**
 * A market of known size with the keywords that search it: the generated corpus of the job boards, or the corpus file at
 * hand (JOBDATA_CORPUS, or beside the project). A keyword finds what the boards' search finds.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Posting } from "../../../local/job-boards/corpus/posting.ts";
import { loadCorpus } from "../../../local/job-boards/corpus.ts";
import { titleWords } from "../../../shared/domain/title-words.ts";

const CORPUS_FILE =
  process.env.JOBDATA_CORPUS ?? resolve(import.meta.dirname, "../../../../shared/postings/51job-2023.csv");

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
  if (!existsSync(CORPUS_FILE)) return [generated];
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

/** mulberry32. @returns a generator of numbers in [0, 1) */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @returns `count` of the items without repetition, in a random order */
export function drawOf<T>(items: readonly T[], count: number, random: () => number): T[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}
