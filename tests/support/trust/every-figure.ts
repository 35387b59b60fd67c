/** What a person reads over stored postings, asked of the API: an undo must bring it back. */
import type { System } from "../system.ts";

/**
 * Figures of a period are computed at the request. Dimensions share their code, so that some stand for all; the figures that
 * are not asked here are in everyAnswer of tests/support/figures.
 */
const FIGURES = [
  "overview",
  "trend",
  "distributions/company",
  "distributions/salary_band",
  "salary?by=city",
  "companies",
  "reposts",
];
/** Lists and counts, which include the same job elsewhere or leave it out. */
const COUNTS = ["jobs/count?exact=true", "exports/count"];

const withQuery = (path: string, query: string) => `/${path}${path.includes("?") ? "&" : "?"}${query}`;

/** @param period `from=…&to=…` @returns each answer as a line of JSON, by its path */
export async function everyFigure(system: System, period: string): Promise<Map<string, string>> {
  const paths = [
    ...FIGURES.map((figure) => withQuery(`analytics/${figure}`, period)),
    ...COUNTS.flatMap((count) =>
      ["include", "exclude"].map((duplicates) => withQuery(count, `${period}&duplicates=${duplicates}`)),
    ),
    withQuery("jobs?limit=200", period),
  ];
  const answers = new Map<string, string>();
  // One after the other: a figure may use all cores.
  for (const path of paths) {
    const answer = await system.api<unknown>(path);
    answers.set(
      path,
      // The time of the computation differs.
      JSON.stringify(answer, (name, value) => (name === "as_of" ? undefined : value)),
    );
  }
  return answers;
}

/** @returns the paths whose answers differ */
export const changedFigures = (one: Map<string, string>, other: Map<string, string>): string[] =>
  [...one].flatMap(([path, answer]) => (other.get(path) === answer ? [] : [path]));
