/** Builds the SQL of a change to a task, with a line of its timeline, which stands in the same row. */
import type { TaskEvent } from "../../shared/contracts/task.ts";
import type { TaskRow } from "./task-row.ts";

/** Maximum number of lines of a timeline; the first line and the latest ones stay. */
const MAX_LOG = 60;

export interface LogLine {
  at: number;
  type: string;
  detail?: Record<string, unknown>;
}

/** A lease of a task, as it stands in the table of work. */
export type HeldLease = {
  holder: string | null;
  fence: number;
  /** Tries before this one. */
  attempts: number;
  /** Unix ms; null in rows of an earlier version, which wrote the line of a claim at once. */
  leasedAt: number | null;
};

/** @param log the timeline as it is stored, a JSON list of [Unix ms, type, detail] */
export const readLog = (log: string): TaskEvent[] =>
  (JSON.parse(log) as [number, string, Record<string, unknown>][]).map(([at, type, detail]) => ({
    at,
    type,
    detail,
  }));

/**
 * The line of a claim. It is written with the next change of the task, mostly its end, because every task is claimed and
 * each row written is billed; until then the lease tells it.
 * @param lines the timeline as it is stored
 * @returns null when the line is stored already
 */
export function claimLine(
  { holder, fence, attempts, leasedAt }: HeldLease,
  lines: readonly TaskEvent[],
): TaskEvent | null {
  if (leasedAt === null) return null;
  if (lines.some(({ type, detail }) => type === "claimed" && detail.fence === fence)) return null;
  return { at: leasedAt, type: "claimed", detail: { holder, fence, attempt: attempts + 1 } };
}

/** @returns the timeline with more lines, as it is stored: like {@link changeSql}, for one that was read */
export function logWith(stored: readonly TaskEvent[], lines: readonly LogLine[]): string {
  // The first line stays, so those after it make room.
  const over = stored.length > MAX_LOG - lines.length ? lines.length : 0;
  const kept = over > 0 ? [...stored.slice(0, 1), ...stored.slice(1 + over)] : stored;
  return JSON.stringify([...kept, ...lines].map(({ at, type, detail }) => [at, type, detail ?? {}]));
}

/** @returns the assignments, which are empty without a change, and the values that they bind */
export function changeSql(
  values: Partial<TaskRow>,
  lines: readonly LogLine[],
): { set: string; bound: (string | number | null)[] } {
  const names = Object.keys(values).map((name) => `${name} = ?`);
  const bound: (string | number | null)[] = Object.values(values);
  if (lines.length > 0) {
    // The first line stays, so those after it make room.
    const room = `CASE WHEN json_array_length(log) > ${MAX_LOG - lines.length}
      THEN json_remove(log${", '$[1]'".repeat(lines.length)}) ELSE log END`;
    names.push(`log = json_insert(${room}${", '$[#]', json(?)".repeat(lines.length)})`);
    for (const { at, type, detail } of lines) bound.push(JSON.stringify([at, type, detail ?? {}]));
  }
  return { set: names.join(", "), bound };
}
