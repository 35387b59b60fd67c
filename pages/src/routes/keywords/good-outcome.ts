/** Tells the outcomes after which nothing is wrong. */
const GOOD: ReadonlySet<string> = new Set(["ok", "true-zero", "past-end", "skipped"]);

/** @param outcome of a run, or of a keyword's last request */
export const isGoodOutcome = (outcome: string): boolean => GOOD.has(outcome);
