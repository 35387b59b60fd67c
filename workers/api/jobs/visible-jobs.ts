/**
 * Postings for a caller from whom recruiters are hidden, by the rule of workers/api/http/hidden-contacts.ts. Counts and
 * facets of a text are made from the rows that the caller may find.
 */
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import {
  FACETS,
  type Facet,
  type FacetCounts,
  type JobCount,
  MAX_FACET_VALUES,
} from "../../../shared/contracts/job-search.ts";
import { foldText, holdsWords, wordsOf } from "../../../shared/domain/job-words.ts";
import { maskAnswer } from "../../../shared/platforms/recruiter-mask.ts";
import {
  type Facets,
  type FoundJob,
  type JobPosition,
  type JobQueries,
  type JobSearch,
  positionOf,
} from "../../clickhouse/job-queries.ts";
import { asksForContacts, NEXT_ROWS, scanVisible, visiblePage } from "../http/hidden-contacts.ts";

type Search = Pick<JobQueries, "search">;

/** What of a posting the words of a search are looked up in. */
export type SearchedJob = Pick<FoundJob, "title" | "company_name" | "tags" | "listed_skills" | "description">;

/** @returns true when the posting, as it is shown with contacts hidden, has the words */
export function holdsVisibly(row: SearchedJob, words: readonly string[]): boolean {
  const { title, company_name: company, tags = [], listed_skills: listed = [], description } = row;
  // The texts of postings are long, and most words are found without them.
  const short = folded(maskAnswer([title, company, ...listed]));
  return (
    holdsWords(short, words) || holdsWords([...short, ...folded(maskAnswer([description, ...tags]))], words)
  );
}

const folded = (texts: readonly (string | null | undefined)[]): string[] =>
  texts.flatMap((text) => (text ? [foldText(text)] : []));

/** How the postings of a text are read in an order. */
function scanOf(jobs: Search, { filter, sort }: Pick<JobSearch, "filter" | "sort">, text: string) {
  const words = wordsOf(text);
  return {
    search: (limit: number, after: JobPosition | undefined) => jobs.search({ filter, sort, limit, after }),
    positionOf: (row: FoundJob) => positionOf(sort, row),
    mayFind: (row: FoundJob) => holdsVisibly(row, words),
  };
}

/**
 * @returns up to `query.limit` rows, fewer only when no more follow
 * @throws ApiError validation_failed when the words occur too often in what is hidden
 */
export async function visibleJobs(jobs: Search, query: JobSearch): Promise<FoundJob[]> {
  const { filter, limit, after } = query;
  if (asksForContacts(filter)) return [];
  if (filter.text === undefined) return jobs.search(query);
  return visiblePage({ ...scanOf(jobs, query, filter.text), after, limit });
}

/** @returns the newest rows that the caller may find; complete when these are all */
const newestVisible = (jobs: Search, filter: JobFilter, text: string) =>
  scanVisible(
    { ...scanOf(jobs, { filter, sort: "newest" }, text), limit: Number.POSITIVE_INFINITY },
    NEXT_ROWS,
  );

/** @returns how many postings the caller may find; for a text never more than are in the newest rows that have it */
export async function countVisible(
  jobs: Pick<JobQueries, "search" | "count">,
  filter: JobFilter,
  exact: boolean,
): Promise<JobCount> {
  if (asksForContacts(filter)) return { value: 0, exact: true };
  if (filter.text === undefined) return jobs.count(filter, exact);
  const { rows, complete } = await newestVisible(jobs, filter, filter.text);
  return { value: rows.length, exact: complete };
}

/** @returns the values of the facets over postings that the caller may find, and whether all were counted */
export async function visibleFacets(
  jobs: Pick<JobQueries, "search" | "facets">,
  filter: JobFilter,
  members: readonly Facet[],
): Promise<{ facets: Facets; complete: boolean }> {
  if (asksForContacts(filter))
    return { facets: Object.fromEntries(members.map((member) => [member, countValues([])])), complete: true };
  if (filter.text === undefined) return { facets: await jobs.facets(filter, members), complete: true };
  const { rows, complete } = await newestVisible(jobs, filter, filter.text);
  const shown = rows.map(maskAnswer);
  const facets = members.map((member) => [member, countValues(shown.map((row) => valuesOf[member](row)))]);
  return { facets: Object.fromEntries(facets) as Facets, complete };
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
