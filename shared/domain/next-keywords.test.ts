/** Greedy choice against a random order on a market: both choose among the words that the held postings name. */
import { expect, test } from "vitest";
import { seededRandom } from "../../local/job-boards/corpus/generate.ts";
import type { Market } from "../../tests/support/coverage/market.ts";
import { drawOf, markets } from "../../tests/support/coverage/market.ts";
import { titleWords } from "../../tests/support/coverage/title-words.ts";
import { skillsOf } from "../platforms/qcwy/skills.ts";
import { expectedGain, type KeywordCandidate, rankKeywords } from "./next-keywords.ts";

const COST = { pageSize: 20, capRows: 1000 };
const FIRST_KEYWORDS = 5;
const TARGET = 0.8;
const RUNS = 10;

/** A site: what a search shows, and the words of each posting. */
function siteOf({ postings }: Market) {
  const texts = postings.map(({ title, tags, company, industry }) =>
    [title, tags, company, industry].join("\n").toLowerCase(),
  );
  const words = postings.map(({ title, tagList, degree, work_year: workYear }) => [
    ...new Set([
      ...titleWords(title),
      ...skillsOf(tagList, [degree, workYear]).map((tag) => tag.toLowerCase()),
    ]),
  ]);
  const searches = new Map<string, number[]>();
  const search = (word: string): number[] => {
    const found =
      searches.get(word) ??
      texts.flatMap((text, index) => (text.includes(word) ? [index] : [])).slice(0, COST.capRows);
    searches.set(word, found);
    return found;
  };
  return { size: postings.length, words, search };
}

/** @returns requests until the target share is held */
function requestsUntilTarget(
  { size, words, search }: ReturnType<typeof siteOf>,
  first: readonly string[],
  choose: (candidates: KeywordCandidate[]) => string,
): number {
  const found = new Uint16Array(size);
  const searched = new Set<string>();
  let requests = 0;
  let held = 0;
  const crawl = (word: string) => {
    searched.add(word);
    const shown = search(word);
    requests += Math.max(1, Math.ceil(shown.length / COST.pageSize));
    for (const index of shown) {
      if (found[index] === 0) held++;
      found[index] = (found[index] ?? 0) + 1;
    }
  };
  for (const word of first) crawl(word);
  while (held < TARGET * size) {
    const byWord = new Map<string, KeywordCandidate>();
    for (let index = 0; index < size; index++) {
      if (!found[index]) continue;
      for (const word of words[index] ?? []) {
        if (searched.has(word)) continue;
        const candidate = byWord.get(word) ?? { word, held: 0, foundOnce: 0, foundTwice: 0 };
        candidate.held += 1;
        if (found[index] === 1) candidate.foundOnce += 1;
        if (found[index] === 2) candidate.foundTwice += 1;
        byWord.set(word, candidate);
      }
    }
    const frequent = [...byWord.values()].filter((candidate) => candidate.held > 1);
    const candidates = frequent.length > 0 ? frequent : [...byWord.values()];
    if (candidates.length === 0) throw new Error(`no word is left, and ${held} of ${size} postings are held`);
    crawl(choose(candidates));
  }
  return requests;
}

test.for(markets())("greedy reaches 80 % with fewer requests than a random order: $name", (market) => {
  const site = siteOf(market);
  const small = market.keywords.filter(({ finds }) => finds.length < 0.05 * site.size);
  const total = { greedy: 0, random: 0 };
  for (let seed = 1; seed <= RUNS; seed++) {
    const random = seededRandom(seed);
    const first = drawOf(small, FIRST_KEYWORDS, random).map(({ keyword }) => keyword);
    total.greedy += requestsUntilTarget(site, first, (all) => rankKeywords(all, COST)[0]?.word ?? "");
    total.random += requestsUntilTarget(site, first, (all) => drawOf(all, 1, random)[0]?.word ?? "");
  }
  const ratio = total.greedy / total.random;
  console.log(
    `${market.name}: ${total.greedy / RUNS} requests for 80 % by rank, ${total.random / RUNS} in a random order: ${(ratio * 100).toFixed(0)} %`,
  );
  // The generated market has few words, each of many postings, so there is less to choose.
  expect(ratio).toBeLessThanOrEqual(market.name === "corpus" ? 0.7 : 0.9);
});

const word = (held: number, foundOnce: number, foundTwice: number) => ({
  word: "x",
  held,
  foundOnce,
  foundTwice,
});

test("what others found again and again is expected to bring nothing", () => {
  expect(expectedGain(word(100, 0, 0), COST)).toMatchObject({ unseen: 0, requests: 5, unseenPerRequest: 0 });
  // The last page costs a request, however few postings are on it.
  expect(expectedGain(word(101, 0, 0), COST).requests).toBe(6);
  expect(expectedGain(word(100, 50, 10), COST).unseen).toBeCloseTo((50 * 49) / 22, 9);
});

test("a search that the site cuts brings the unseen share of what is shown", () => {
  const cut = expectedGain(word(3000, 100, 98), COST);
  expect(cut.requests).toBe(50);
  expect(cut.unseen).toBeCloseTo((50 * 1000) / 3050, 9);
});
