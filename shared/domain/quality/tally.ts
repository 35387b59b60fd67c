/** Counts the fields of a batch while its rows are parsed. */
import type { DataType } from "../../contracts/platform.ts";
import { type MeasuredRow, QUALITY_FIELDS } from "./quality-fields.ts";

/** One field of a batch. */
export interface FieldCounts {
  /** Rows that count for the field. */
  rows: number;
  filled: number;
  /** The site says something that the parser could not read. */
  unread: number;
  /** Median of its numbers; null without one. */
  median: number | null;
  /** How many numbers there are. */
  numbers: number;
}

/** The most frequent title of a batch. */
export interface TopTitle {
  rows: number;
  /** It says what was searched for, so that a page of it is ordinary. */
  isSearched: boolean;
}

export interface BatchQuality {
  rows: number;
  fields: Record<string, FieldCounts>;
  topTitle: TopTitle | null;
  /** One company has most of the rows, which then say the same in many fields, and may all look for one kind of people. */
  isOneCompany: boolean;
}

/** Numbers kept of each field of a batch: a median needs no more. */
const MAX_NUMBERS = 2000;

export class QualityTally {
  readonly #dataType: DataType;
  /** Keyword that was searched; null outside a search. */
  readonly #keyword: string | null;
  #rows = 0;
  readonly #counts: { rows: number; filled: number; unread: number; numbers: number[] }[];
  readonly #titles = new Map<string, number>();
  readonly #companies = new Map<string, number>();

  constructor(dataType: DataType, keyword: string | null) {
    this.#dataType = dataType;
    this.#keyword = keyword;
    this.#counts = QUALITY_FIELDS[dataType].map(() => ({ rows: 0, filled: 0, unread: 0, numbers: [] }));
  }

  add(measured: MeasuredRow): void {
    this.#rows++;
    const { row } = measured;
    const unread = row.unread as readonly string[];
    for (const [index, field] of QUALITY_FIELDS[this.#dataType].entries()) {
      const counts = this.#counts[index];
      if (!counts || !field.applies(measured)) continue;
      counts.rows++;
      if (unread.includes(field.unread)) counts.unread++;
      else if (field.isFilled(measured)) counts.filled++;
      const number = field.number(measured);
      if (number !== null && counts.numbers.length < MAX_NUMBERS) counts.numbers.push(number);
    }
    const { title, company_name: company } = row;
    if (typeof title === "string") addTo(this.#titles, title, 1);
    if (typeof company === "string") addTo(this.#companies, company, 1);
  }

  /** Adds the rows of another part of the same upload. */
  merge(other: QualityTally): void {
    this.#rows += other.#rows;
    for (const [index, more] of other.#counts.entries()) {
      const counts = this.#counts[index];
      if (!counts) continue;
      counts.rows += more.rows;
      counts.filled += more.filled;
      counts.unread += more.unread;
      counts.numbers.push(...more.numbers.slice(0, MAX_NUMBERS - counts.numbers.length));
    }
    for (const [title, rows] of other.#titles) addTo(this.#titles, title, rows);
    for (const [company, rows] of other.#companies) addTo(this.#companies, company, rows);
  }

  result(): BatchQuality {
    const fields = QUALITY_FIELDS[this.#dataType].map(({ name }, index) => {
      const { numbers, ...counts } = this.#counts[index] ?? { rows: 0, filled: 0, unread: 0, numbers: [] };
      return [name, { ...counts, median: medianOf(numbers), numbers: numbers.length }] as const;
    });
    return {
      rows: this.#rows,
      fields: Object.fromEntries(fields),
      topTitle: this.#topTitle(),
      isOneCompany: topOf(this.#companies)[1] > this.#rows / 2,
    };
  }

  #topTitle(): TopTitle | null {
    const [title, rows] = topOf(this.#titles);
    if (title === null) return null;
    return { rows, isSearched: this.#keyword !== null && sharesWord(title, this.#keyword) };
  }
}

function addTo(counts: Map<string, number>, value: string, rows: number): void {
  counts.set(value, (counts.get(value) ?? 0) + rows);
}

/** The most frequent value and its rows. */
function topOf(counts: ReadonlyMap<string, number>): [value: string | null, rows: number] {
  let top: [string | null, number] = [null, 0];
  for (const entry of counts) if (entry[1] > top[1]) top = entry;
  return top;
}

/** The upper one of two middle numbers, as the median of ClickHouse is, with which it is compared. */
function medianOf(numbers: number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

const fold = (text: string) => text.normalize("NFKC").toLowerCase();

/** True when the whole keyword, or two of its characters in a row, are in the title. */
function sharesWord(title: string, keyword: string): boolean {
  const [text, word] = [fold(title), fold(keyword)];
  if (text.includes(word)) return true;
  for (let at = 0; at + 2 <= word.length; at++) {
    const pair = word.slice(at, at + 2);
    if (!pair.includes(" ") && text.includes(pair)) return true;
  }
  return false;
}
