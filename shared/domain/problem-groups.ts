/** Groups invalid rows by their problem, so that a batch of ten thousand bad rows is one short entry. */
import type { InvalidRow, ProblemGroup } from "../contracts/ingest.ts";
import { packNumbers, unpackNumbers } from "./run-length.ts";

/** Number of groups with a reason of their own; rows with further reasons share one group. */
const MAX_GROUPS = 50;
const OTHER = { field: "row", reason: "cannot be used, for one of many reasons" };

/** @param invalid sorted by index */
export function groupProblems(invalid: readonly InvalidRow[]): ProblemGroup[] {
  const groups = new Map<string, { field: string; reason: string; indexes: number[] }>();
  for (const { index, field, reason } of invalid) {
    const own = JSON.stringify([field, reason]);
    const isOther = !groups.has(own) && groups.size >= MAX_GROUPS;
    const name = isOther ? "other" : own;
    const group = groups.get(name) ?? { ...(isOther ? OTHER : { field, reason }), indexes: [] };
    group.indexes.push(index);
    groups.set(name, group);
  }
  return Array.from(groups.values(), ({ field, reason, indexes }) => ({
    field,
    reason,
    rows: packNumbers(indexes),
  }));
}

/** @returns the rows of all groups, sorted by index */
export const listProblems = (groups: readonly ProblemGroup[]): InvalidRow[] =>
  groups
    .flatMap(({ field, reason, rows }) => unpackNumbers(rows).map((index) => ({ index, field, reason })))
    .sort((a, b) => a.index - b.index);
