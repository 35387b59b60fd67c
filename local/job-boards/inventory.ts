/** What tests read and change behind the site of a board: the ground truth of a search, and changes for re-crawls. */
import { z } from "zod";
import { makePosting, type Posting } from "./corpus/posting.ts";
import type { PostingIndex, Search } from "./posting-index.ts";

const count = z.number().int().min(0).max(10_000).default(0);
export const Mutation = z.strictObject({
  /** Number of postings whose salary changes. */
  change: count,
  remove: count,
  add: count,
  /** Selects the postings; without them any posting. */
  keyword: z.string().default(""),
  city: z.string().default(""),
});
export type Mutation = z.infer<typeof Mutation>;

export interface MutationResult {
  changed: string[];
  removed: string[];
  added: string[];
}

export interface Inventory {
  size: number;
  /** @returns the keys that the board has for a search, regardless of its cap; null for an unknown city */
  holds(keyword: string, city: string, filters: Search["filters"]): string[] | null;
  /** @returns null for an unknown city */
  mutate(mutation: Mutation): MutationResult | null;
}

/** Newer than anything in the corpus, so that an added posting is the first of every list. */
const newYear = (year: number) => `${year}-01-01 00:00:00`;

/**
 * @param cityCode returns the code of a city given by name or code; null for the whole country, undefined for an unknown city
 */
export function inventoryOf<Extra>(
  index: PostingIndex<Extra>,
  cityCode: (city: string) => string | null | undefined,
): Inventory {
  let mutations = 0;
  const find = (keyword: string, city: string, filters: Search["filters"]) => {
    const code = cityCode(city);
    return code === undefined ? null : index.search({ keyword, city: code, filters });
  };
  return {
    get size() {
      return index.size;
    },
    holds: (keyword, city, filters) => find(keyword, city, filters)?.map(({ key }) => key) ?? null,
    mutate({ change, remove, add, keyword, city }) {
      const found = find(keyword, city, {});
      if (!found) return null;
      mutations++;
      // Changed postings are taken from the front and removed ones from the end, so that they differ while there are enough.
      const changed = found.slice(0, change);
      const removed = found.slice(Math.max(change, found.length - remove));
      const added: string[] = [];
      for (let at = 0; at < add; at++) {
        const model = found[at % found.length];
        if (model) added.push(index.add(freshLike(model.posting, mutations, at)).key);
      }
      for (const { key, posting } of changed) index.replace(key, withNewSalary(posting, mutations));
      for (const { key } of removed) index.remove(key);
      return { changed: changed.map(({ key }) => key), removed: removed.map(({ key }) => key), added };
    },
  };
}

const withNewSalary = (posting: Posting, mutation: number) =>
  makePosting({ ...posting, salary: `${2 + mutation}-${4 + mutation}万` });

const freshLike = (posting: Posting, mutation: number, index: number) =>
  makePosting({
    ...posting,
    title: `${posting.title}（新${mutation}-${index + 1}）`,
    updated_at: newYear((Number.parseInt(posting.updated_at, 10) || 2023) + 1),
  });
