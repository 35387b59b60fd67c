/**
 * The postings of one board and the searches over them. Each board has an index of its own, so that a change (re-crawl
 * tests) affects only this board. Results are cached: a keyword is searched for once.
 */
import type { FilterDimension, SearchFilters } from "../../shared/contracts/platform.ts";
import type { Posting } from "./corpus/posting.ts";

export interface Filing {
  /** The board's code; null for a city without one, which only a search of the whole country finds. */
  city: string | null;
  /** One code for each dimension, so that the parts of a split search add up to the whole. */
  codes: SearchFilters;
}

export interface Search {
  keyword: string;
  /** The board's own code; null means the whole country. */
  city: string | null;
  filters: SearchFilters;
}

export interface Item<Extra> {
  key: string;
  companyKey: string;
  posting: Posting;
  filing: Filing;
  /** Data that the board prepares for its answers. */
  readonly extra: Extra;
}

export interface Layout<Extra> {
  /** `salt` increases until the key is free in this index. */
  jobKey(posting: Posting, salt: number): string;
  companyKey(company: string, salt: number): string;
  file(posting: Posting): Filing;
  prepare(item: Omit<Item<Extra>, "extra">): Extra;
}

const CACHED_SEARCHES = 20_000;

export class PostingIndex<Extra> {
  readonly #layout: Layout<Extra>;
  readonly #byKey = new Map<string, Item<Extra>>();
  readonly #companies = new Map<string, string>();
  readonly #companyKeys = new Map<string, string>();
  readonly #haystacks = new Map<string, string>();
  readonly #searches = new Map<string, readonly Item<Extra>[]>();
  #ordered: Item<Extra>[] = [];

  constructor(postings: readonly Posting[], layout: Layout<Extra>) {
    this.#layout = layout;
    for (const posting of postings) this.#insert(posting);
    this.#reorder();
  }

  get(key: string): Item<Extra> | undefined {
    return this.#byKey.get(key);
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** @returns the postings of a company, newest first */
  ofCompany(companyKey: string): Item<Extra>[] {
    return this.#ordered.filter((item) => item.companyKey === companyKey);
  }

  companyName(companyKey: string): string | undefined {
    return this.#companies.get(companyKey);
  }

  /** @returns the matching postings, newest first: every word of the keyword is in title, tags, company or industry */
  search({ keyword, city, filters }: Search): readonly Item<Extra>[] {
    const wanted = Object.entries(filters).sort();
    const id = JSON.stringify([keyword, city, wanted]);
    const known = this.#searches.get(id);
    if (known) return known;
    const whole = city === null && wanted.length === 0;
    const found = whole
      ? this.#scan(keyword)
      : this.search({ keyword, city: null, filters: {} }).filter(
          ({ filing }) =>
            (city === null || filing.city === city) &&
            wanted.every(([dimension, code]) => filing.codes[dimension as FilterDimension] === code),
        );
    if (this.#searches.size >= CACHED_SEARCHES) this.#searches.clear();
    this.#searches.set(id, found);
    return found;
  }

  remove(key: string): void {
    this.#byKey.delete(key);
    this.#haystacks.delete(key);
    this.#reorder();
  }

  add(posting: Posting): Item<Extra> {
    const item = this.#insert(posting);
    this.#reorder();
    return item;
  }

  /** Replaces the content of a posting under its key, as a site does when a recruiter edits it. */
  replace(key: string, posting: Posting): void {
    const old = this.#byKey.get(key);
    if (!old) throw new Error(`no posting ${key}`);
    this.#put(key, old.companyKey, posting);
    this.#reorder();
  }

  #insert(posting: Posting): Item<Extra> {
    let salt = 0;
    let key = this.#layout.jobKey(posting, salt);
    while (this.#byKey.has(key)) key = this.#layout.jobKey(posting, ++salt);
    return this.#put(key, this.#companyKey(posting.company), posting);
  }

  #put(key: string, companyKey: string, posting: Posting): Item<Extra> {
    const bare = { key, companyKey, posting, filing: this.#layout.file(posting) };
    const { prepare } = this.#layout;
    let made: Extra | undefined;
    const item = {
      ...bare,
      // Created at the first use, so that a start does not wait for postings that no search returns.
      get extra() {
        made ??= prepare(bare);
        return made;
      },
    };
    this.#byKey.set(key, item);
    const { title, tags, company, industry } = posting;
    this.#haystacks.set(key, [title, tags, company, industry].join("\n").toLowerCase());
    return item;
  }

  #companyKey(company: string): string {
    const known = this.#companyKeys.get(company);
    if (known) return known;
    let salt = 0;
    let key = this.#layout.companyKey(company, salt);
    while (this.#companies.has(key)) key = this.#layout.companyKey(company, ++salt);
    this.#companies.set(key, company);
    this.#companyKeys.set(company, key);
    return key;
  }

  #scan(keyword: string): Item<Extra>[] {
    const words = keyword.toLowerCase().split(/\s+/).filter(Boolean);
    return this.#ordered.filter(({ key }) => {
      const haystack = this.#haystacks.get(key) ?? "";
      return words.every((word) => haystack.includes(word));
    });
  }

  #reorder(): void {
    this.#searches.clear();
    this.#ordered = [...this.#byKey.values()].sort(
      (a, b) =>
        b.posting.updated_at.localeCompare(a.posting.updated_at) ||
        (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
    );
  }
}
