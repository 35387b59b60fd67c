/**
 * Decides what a caller from whom recruiters are hidden may find. Such a caller must not be able to confirm a phone
 * number by searching for it, nor digit by digit. A list therefore applies a filter to what the caller is shown:
 * ClickHouse looks in the stored text, and a row counts only when the masked text has the words too. A figure is not made
 * of shown rows and confirms what it counts, so it refuses words that a contact is made of.
 */
import { JOB_FILTER_NAMES, type JobFilter } from "../../../shared/contracts/job-filter.ts";
import { wordsOf } from "../../../shared/domain/job-words.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { hasContacts } from "../../../shared/platforms/recruiter-mask.ts";

/** True when a value of the filter would be masked: then no row is found by it. Keys are random, and name nobody. */
export const asksForContacts = ({
  company_key: _,
  company_id: __,
  ...filter
}: Record<string, unknown>): boolean => hasContacts(filter);

/** Says that a member of the query is refused because of what is hidden. */
export const contactError = (field: string) =>
  fieldError(field, "may be part of a contact, and contacts are hidden from you");

/** Digits that stand together in a phone number; C++17, H5 and 5G have fewer. */
const MAY_BE_A_NUMBER = /\p{Nd}[\p{Nd}\s\-_.·*]*\p{Nd}[\p{Nd}\s\-_.·*]*\p{Nd}/u;

/** @returns the member of a filter that may be part of a contact, so that a count of what it finds would confirm it */
export function contactMember(filter: JobFilter): keyof JobFilter | null {
  const { text = "" } = filter;
  const words = [text, ...wordsOf(text)];
  if (words.some((word) => MAY_BE_A_NUMBER.test(word.normalize("NFKC")) || hasContacts({ word })))
    return "text";
  return JOB_FILTER_NAMES.find((name) => asksForContacts({ [name]: filter[name] })) ?? null;
}

/**
 * Checks the filter of a figure.
 * @param field named in the error, where it is not the member of the filter
 * @throws ApiError validation_failed, naming the member
 */
export function refuseHidden(filter: JobFilter, seesRecruiters: boolean, field?: string): void {
  const member = seesRecruiters ? null : contactMember(filter);
  if (member !== null) throw contactError(field ?? member);
}

/** Rows of each query after the first one. */
export const NEXT_ROWS = 500;
/** Maximum of queries for one answer. More are needed only for words that many hidden contacts have in common. */
const MAX_QUERIES = 5;

/** A list whose rows are found by words. */
export interface Scan<Row, Position> {
  /** @returns up to `limit` rows after a position, fewer only when no more follow */
  search(limit: number, after: Position | undefined): Promise<Row[]>;
  positionOf(row: Row): Position;
  /** Whether the row, as the caller is shown it, has the words. */
  mayFind(row: Row): boolean;
  after?: Position;
  /** Rows that the answer needs. */
  limit: number;
}

/**
 * @param firstRows rows of the first query
 * @returns rows that the caller may find; complete when no more follow, or as many as needed are there
 */
export async function scanVisible<Row, Position>(
  { search, positionOf, mayFind, after, limit }: Scan<Row, Position>,
  firstRows: number,
): Promise<{ rows: Row[]; complete: boolean }> {
  const found: Row[] = [];
  let position = after;
  for (let asked = firstRows, queries = 1; ; asked = NEXT_ROWS, queries++) {
    const rows = await search(asked, position);
    found.push(...rows.filter(mayFind));
    if (rows.length < asked || found.length >= limit) return { rows: found, complete: true };
    if (queries === MAX_QUERIES) return { rows: found, complete: false };
    position = positionOf(rows.at(-1) as Row);
  }
}

/**
 * @returns up to `limit` rows that the caller may find, fewer only when no more follow
 * @throws ApiError validation_failed when the words occur too often in what is hidden
 */
export async function visiblePage<Row, Position>(scan: Scan<Row, Position>): Promise<Row[]> {
  const { rows, complete } = await scanVisible(scan, scan.limit);
  if (!complete)
    throw fieldError("text", "occurs too often in contacts that are hidden from you; search for more words");
  return rows.slice(0, scan.limit);
}
