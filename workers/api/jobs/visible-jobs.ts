/**
 * Postings for a caller from whom recruiters are hidden. Such a caller must not be able to confirm a phone number by
 * searching for it, nor digit by digit, so a filter applies to what they are shown: ClickHouse looks in the stored text,
 * and a row counts only when the masked text has the words too. Counts and facets of a text are therefore made from the
 * rows that pass.
 */
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import {
  FACETS,
  type Facet,
  type FacetCounts,
  type JobCount,
  MAX_FACET_VALUES,
  sortValue,
} from "../../../shared/contracts/job-search.ts";
import { foldText, holdsWords, wordsOf } from "../../../shared/domain/job-words.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { hasContacts, maskAnswer } from "../../../shared/platforms/recruiter-mask.ts";
import type { Facets, FoundJob, JobQueries, JobSearch } from "../../clickhouse/job-queries.ts";

/** Rows of a query after the first, which has as many as were asked for. */
const NEXT_ROWS = 500;
/** Maximum of queries for one page. More are needed only for words that many hidden contacts have in common. */
const MAX_QUERIES = 5;

type Search = Pick<JobQueries, "search">;

/** What a text is searched in, as the caller is shown it. */
export const shownTexts = ({ title, company_name, skills, tags, description }: FoundJob) =>
  maskAnswer({ title, company_name, skills, tags: tags ?? [], description: description ?? null });

function holds(row: FoundJob, words: readonly string[]): boolean {
  const { title, company_name: company, skills, tags, description } = row;
  // The texts of postings are long, and most words are found without them.
  const short = folded(maskAnswer([title, company, ...skills]));
  return (
    holdsWords(short, words) ||
    holdsWords([...short, ...folded(maskAnswer([description, ...(tags ?? [])]))], words)
  );
}

const folded = (texts: readonly (string | null | undefined)[]): string[] =>
  texts.flatMap((text) => (text ? [foldText(text)] : []));

/** True when a value of the filter would be masked: then no posting is found by it. Keys are random, and name nobody. */
const asksForContacts = ({ company_key: _, ...filter }: JobFilter): boolean => hasContacts(filter);

/**
 * @returns up to `query.limit` rows, fewer only when no more follow
 * @throws ApiError validation_failed when the words occur too often in what is hidden
 */
export async function visibleJobs(jobs: Search, query: JobSearch): Promise<FoundJob[]> {
  const { filter, limit } = query;
  if (asksForContacts(filter)) return [];
  if (filter.text === undefined) return jobs.search(query);
  const { rows, complete } = await scan(jobs, { ...query, text: filter.text });
  if (!complete && rows.length < limit)
    throw fieldError("text", "occurs too often in contacts that are hidden from you; search for more words");
  return rows.slice(0, limit);
}

/** @returns rows that the caller may find; complete when no more follow, or as many as asked for are there */
async function scan(
  jobs: Search,
  { text, ...query }: JobSearch & { text: string },
): Promise<{ rows: FoundJob[]; complete: boolean }> {
  const words = wordsOf(text);
  const found: FoundJob[] = [];
  let { after } = query;
  for (let asked = query.limit, queries = 1; ; asked = NEXT_ROWS, queries++) {
    const rows = await jobs.search({ ...query, limit: asked, after });
    found.push(...rows.filter((row) => holds(row, words)));
    if (rows.length < asked || found.length >= query.limit) return { rows: found, complete: true };
    if (queries === MAX_QUERIES) return { rows: found, complete: false };
    const last = rows.at(-1) as FoundJob;
    after = { value: sortValue[query.sort](last), platform: last.platform, job_key: last.job_key };
  }
}

/** Rows that counts and facets of a text are made from at most. */
const MAX_ROWS = NEXT_ROWS * MAX_QUERIES;

/** @returns the newest rows that the caller may find, and whether these are all */
async function newestVisible(
  jobs: Search,
  filter: JobFilter & { text: string },
): Promise<{ rows: FoundJob[]; all: boolean }> {
  const words = wordsOf(filter.text);
  const found: FoundJob[] = [];
  let after: JobSearch["after"];
  for (let read = 0; read < MAX_ROWS; read += NEXT_ROWS) {
    const rows = await jobs.search({ filter, sort: "newest", limit: NEXT_ROWS, after });
    found.push(...rows.filter((row) => holds(row, words)));
    const last = rows.at(-1);
    if (rows.length < NEXT_ROWS || !last) return { rows: found, all: true };
    after = { value: sortValue.newest(last), platform: last.platform, job_key: last.job_key };
  }
  return { rows: found, all: false };
}

const withText = (filter: JobFilter): (JobFilter & { text: string }) | null =>
  filter.text === undefined ? null : { ...filter, text: filter.text };

/** @returns how many postings the caller may find; of a text never more than are in the newest rows that have it */
export async function countVisible(
  jobs: Pick<JobQueries, "search" | "count">,
  filter: JobFilter,
  exact: boolean,
): Promise<JobCount> {
  if (asksForContacts(filter)) return { value: 0, exact: true };
  const searched = withText(filter);
  if (searched === null) return jobs.count(filter, exact);
  const { rows, all } = await newestVisible(jobs, searched);
  return { value: rows.length, exact: all };
}

/** @returns the values of the facets over postings that the caller may find, and whether all were counted */
export async function visibleFacets(
  jobs: Pick<JobQueries, "search" | "facets">,
  filter: JobFilter,
  members: readonly Facet[],
): Promise<{ facets: Facets; complete: boolean }> {
  if (asksForContacts(filter))
    return { facets: Object.fromEntries(members.map((member) => [member, countValues([])])), complete: true };
  const searched = withText(filter);
  if (searched === null) return { facets: await jobs.facets(filter, members), complete: true };
  const { rows, all } = await newestVisible(jobs, searched);
  const shown = rows.map(maskAnswer);
  const facets = members.map((member) => [member, countValues(shown.map((row) => valuesOf[member](row)))]);
  return { facets: Object.fromEntries(facets) as Facets, complete: all };
}

const one =
  (name: Exclude<Facet, "skill">) =>
  (row: FoundJob): string[] =>
    row[name] ? [row[name]] : [];
/** Values of a member in a row; letter case of skills is ignored, as in the filter. */
const valuesOf = {
  ...(Object.fromEntries(FACETS.map((name) => [name, one(name as Exclude<Facet, "skill">)])) as Record<
    Facet,
    (row: FoundJob) => string[]
  >),
  skill: ({ skills }: FoundJob) => [...new Map(skills.map((skill) => [foldText(skill), skill])).values()],
};

function countValues(rows: readonly string[][]): FacetCounts {
  const counts = new Map<string, { value: string; count: number }>();
  for (const value of rows.flat()) {
    const folded = foldText(value);
    const known = counts.get(folded) ?? { value, count: 0 };
    if (value < known.value) known.value = value;
    known.count += 1;
    counts.set(folded, known);
  }
  const sorted = [...counts.values()].toSorted(
    (one, other) => other.count - one.count || (one.value < other.value ? -1 : 1),
  );
  const others = sorted.slice(MAX_FACET_VALUES);
  return {
    values: sorted.slice(0, MAX_FACET_VALUES),
    other_values: others.length,
    other_count: others.reduce((sum, { count }) => sum + count, 0),
  };
}
