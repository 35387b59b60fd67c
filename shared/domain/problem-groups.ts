/** Groups invalid rows by their problem, so that a batch of ten thousand bad rows is one short entry. */
import type { InvalidRow, ProblemGroup } from "../contracts/ingest.ts";
import { packNumbers, unpackNumbers } from "./run-length.ts";

/** Number of groups with a reason of their own; rows with further reasons share one group. */
const MAX_GROUPS = 50;
const OTHER = { field: "row", reason: "cannot be used, for one of many reasons" };

/** @param invalid sorted by index */
export function groupProblems(invalid: readonly InvalidRow[]): ProblemGroup[] {
  const groups = new Map<string, { field: string; reason: string; indexes: number[]; lines: number[] }>();
  for (const { index, field, reason, line } of invalid) {
    const own = JSON.stringify([field, reason]);
    const isOther = !groups.has(own) && groups.size >= MAX_GROUPS;
    const name = isOther ? "other" : own;
    const group = groups.get(name) ?? { ...(isOther ? OTHER : { field, reason }), indexes: [], lines: [] };
    group.indexes.push(index);
    if (line !== undefined) group.lines.push(line);
    groups.set(name, group);
  }
  return Array.from(groups.values(), ({ field, reason, indexes, lines }) => ({
    field,
    reason,
    rows: packNumbers(indexes),
    ...(lines.length > 0 && { lines: packNumbers(lines) }),
  }));
}

/** @returns the rows of all groups, sorted by index */
export const listProblems = (groups: readonly ProblemGroup[]): InvalidRow[] =>
  groups
    .flatMap(({ field, reason, rows, lines }) => {
      const lineOf = unpackNumbers(lines ?? "");
      return unpackNumbers(rows).map((index, at) => {
        const line = lineOf[at];
        return { index, field, reason, ...(line !== undefined && { line }) };
      });
    })
    .sort((a, b) => a.index - b.index);
