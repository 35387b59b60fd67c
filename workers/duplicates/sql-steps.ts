/**
 * Statements that compute in steps. Every step is a subquery of its own, and reads the columns before it by their names: written
 * as one expression, in which they stand dozens of times, its analysis alone takes longer than its work on a thousand rows.
 */

/** Names of columns and their expressions. */
export type SqlStep = Readonly<Record<string, string>>;

/** @param from query of the first columns */
export const inSteps = (from: string, steps: readonly SqlStep[]): string =>
  steps.reduce(
    (before, columns) =>
      `SELECT *, ${Object.entries(columns)
        .map(([name, sql]) => `${sql} AS ${name}`)
        .join(",\n    ")} FROM (${before})`,
    from,
  );
