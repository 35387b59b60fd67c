/** Generates postings from a seed: the same seed and size give the same postings on every machine. */
import { makePosting, type Posting } from "./posting.ts";
import {
  CITY_DISTRICTS,
  COMPANY_SIZES,
  COMPANY_TYPES,
  DEGREES,
  FAMILIES,
  NAME_HEADS,
  NAME_TAILS,
  WELFARE,
  WORK_YEARS,
} from "./vocabulary.ts";

/** mulberry32: small, fast, and random enough for texts. @returns a generator of numbers in [0, 1) */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Dice {
  readonly #random: () => number;
  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
  of<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError("an empty list has nothing to pick");
    return item;
  }
  weighted<T>(list: readonly T[], weight: (item: T) => number): T {
    let rest = this.#random() * list.reduce((sum, item) => sum + weight(item), 0);
    const chosen = list.find((item) => {
      rest -= weight(item);
      return rest < 0;
    });
    return chosen ?? this.of(list);
  }
  some<T>(list: readonly T[], count: number): T[] {
    const left = [...list];
    return Array.from({ length: Math.min(count, left.length) }, () =>
      left.splice(this.below(left.length), 1),
    ).flat();
  }
}

const SIZES_BY_WEIGHT = ([weight]: [number, string]) => weight;
const CITIES = Object.entries(CITY_DISTRICTS);
/** First day of the generated dates; the corpus ends 40 days later. */
const FIRST_DAY = Date.UTC(2023, 7, 1);

/** Far fewer than the names that can be composed, so that an unused name is found quickly. */
const MAX_COMPANIES = 5000;

interface Company {
  company: string;
  company_type: string;
  company_size: string;
  city: string;
  /** Set with the company's first posting: all postings of a company name one industry. */
  industry?: string;
}

export function generatePostings(seed: number, size: number): Posting[] {
  const dice = new Dice(seed);
  const byName = new Map<string, Company>();
  const wanted = Math.min(MAX_COMPANIES, Math.ceil(size / 4));
  while (byName.size < wanted) {
    const made = makeCompany(dice);
    if (!byName.has(made.company)) byName.set(made.company, made);
  }
  const companies = [...byName.values()];
  const byHash = new Map<string, Posting>();
  while (byHash.size < size) {
    const posting = makeOne(dice, dice.of(companies));
    byHash.set(posting.hash, posting);
  }
  return [...byHash.values()];
}

function makeCompany(dice: Dice): Company {
  const [city] = dice.weighted(CITIES, ([, { weight }]) => weight);
  return {
    company: `${city}${dice.of(NAME_HEADS)}${dice.of(NAME_HEADS)}${dice.of(NAME_TAILS)}有限公司`,
    company_type: dice.weighted(COMPANY_TYPES, SIZES_BY_WEIGHT)[1],
    company_size: dice.weighted(COMPANY_SIZES, SIZES_BY_WEIGHT)[1],
    city,
  };
}

function makeOne(dice: Dice, of: Company): Posting {
  const { city, company, company_type, company_size } = of;
  const family = dice.weighted(FAMILIES, ({ weight }) => weight);
  const degree = dice.weighted(DEGREES, SIZES_BY_WEIGHT)[1];
  const workYear = dice.weighted(WORK_YEARS, SIZES_BY_WEIGHT)[1];
  const districts = CITY_DISTRICTS[city]?.districts ?? [];
  const area = dice.below(10) === 0 ? city : `${city}·${dice.of(districts)}`;
  const tags = [
    workYear,
    degree,
    ...dice.some(family.skills, 2 + dice.below(5)),
    ...dice.some(WELFARE, 1 + dice.below(7)),
  ];
  const at = FIRST_DAY + dice.below(40 * 86_400) * 1000;
  return makePosting({
    company,
    company_type,
    company_size,
    title: dice.of(family.titles),
    degree,
    area,
    salary: makeSalary(dice, family.base + (Number.parseInt(workYear, 10) || 0) * 1500),
    tags: tags.filter(Boolean).join(", "),
    work_year: workYear,
    job_term: dice.below(60) === 0 ? "兼职" : "全职",
    updated_at: new Date(at).toISOString().slice(0, 19).replace("T", " "),
    industry: industryOf(of, dice.of(family.industries)),
  });
}

function industryOf(company: Company, ofPosting: string): string {
  company.industry ??= ofPosting;
  return company.industry;
}

/** Uses every form of 51job: `1-1.5万`, `6千-1万`, `6-8千`, `·13薪`, `20-40万/年`, `500元/天`, `3千及以下`. */
function makeSalary(dice: Dice, base: number): string {
  const low = Math.round((base * (0.8 + dice.below(60) / 100)) / 500) * 500;
  const high = Math.round((low * (1.3 + dice.below(40) / 100)) / 500) * 500;
  const form = dice.below(100);
  if (form < 1) return "";
  if (form < 2) return "3千及以下";
  if (form < 4) return `${100 + dice.below(40) * 10}元/天`;
  if (form < 9) return `${Math.ceil((low * 12) / 10_000)}-${Math.ceil((high * 12) / 10_000)}万/年`;
  const range =
    low >= 10_000
      ? `${low / 10_000}-${high / 10_000}万`
      : high >= 10_000
        ? `${low / 1000}千-${high / 10_000}万`
        : `${low / 1000}-${high / 1000}千`;
  return dice.below(4) === 0 ? `${range}·${13 + dice.below(4)}薪` : range;
}
