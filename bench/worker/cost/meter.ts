/** Counts billed operations of this isolate, by the part that causes them. Off unless the rig sets BENCH_COST. */
import { env } from "cloudflare:workers";
import type { Counts, Part } from "../../cost/counts.ts";

/** True in the Worker of the cost bench: the other benches measure time, which counting would lengthen. */
export const counting = (env as unknown as Record<string, unknown>).BENCH_COST === "1";

let counts: Counts = {};
/** A cursor knows what it read and wrote once it is consumed, which may be after `exec` has answered. */
let cursors: { part: Part; cursor: { rowsRead: number; rowsWritten: number } }[] = [];
let active = 0;
let changedAt = 0;

export function count(part: Part, operation: string, times = 1): void {
  if (times === 0) return;
  counts[part] ??= {};
  const of = counts[part];
  of[operation] = (of[operation] ?? 0) + times;
}

export function countCursor(part: Part, cursor: { rowsRead: number; rowsWritten: number }): void {
  cursors.push({ part, cursor });
}

/** Answers what was counted since the last call. */
export function takeCounts(): Counts {
  for (const { part, cursor } of cursors) {
    count(part, "rows read", cursor.rowsRead);
    count(part, "rows written", cursor.rowsWritten);
  }
  cursors = [];
  const taken = counts;
  counts = {};
  return taken;
}

/** Runs `work` as activity: the clock does not jump over it. */
export async function activity<T>(work: () => Promise<T>): Promise<T> {
  active++;
  try {
    return await work();
  } finally {
    active--;
    changedAt = performance.now();
  }
}

/** A message that no consumer takes within this time waits behind others, which is no activity. */
const DELIVERY_MS = 150;
let underWay = 0;
let deliveredBy = 0;

/** Says that a message was sent. */
export function messageSent(): void {
  underWay++;
  deliveredBy = performance.now() + DELIVERY_MS;
}

/** Says that a consumer got messages. */
export function messagesTaken(messages: number): void {
  underWay = Math.max(0, underWay - messages);
  changedAt = performance.now();
}

/** Says that waiting ended, so that those who waited come before the next jump of the clock. */
export function waitingEnded(): void {
  changedAt = performance.now();
}

/** Milliseconds since the last activity ended; 0 while any goes on. */
export function quietMs(): number {
  const now = performance.now();
  return active > 0 || (underWay > 0 && now < deliveredBy) ? 0 : now - changedAt;
}
