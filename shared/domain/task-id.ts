/**
 * Makes ids of tasks and of batches: UUIDs of version 8 (RFC 9562, section 5.8), from which the queue can be read.
 * 48 bits Unix milliseconds | version | `f`, 8 bits queue | variant | 62 random bits.
 * The order of the ids as text is their order in time, which keyset paging needs. `f` tells them from ids of keywords,
 * which have a platform there.
 */
import { TASK_QUEUES } from "../contracts/vocabulary.ts";

type TaskQueue = (typeof TASK_QUEUES)[number];

const hex = (value: number, width: number) => value.toString(16).padStart(width, "0");

/**
 * @param now Unix milliseconds
 * @param random uniform in [0, 1)
 */
export function makeTaskId(queue: TaskQueue, now: number, random: () => number): string {
  const bytes = Array.from({ length: 8 }, () => Math.floor(random() * 256));
  const tail = bytes.map((byte, index) => hex(index === 0 ? (byte & 0x3f) | 0x80 : byte, 2)).join("");
  const place = hex(TASK_QUEUES.indexOf(queue), 2);
  return `${idsFrom(now)}-8f${place}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** @returns Unix milliseconds at which a task or batch was created */
export const timeOfTask = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** @returns text that comes before the ids made at that time or later, and after all others. @param time Unix milliseconds */
export function idsFrom(time: number): string {
  const text = hex(time, 12);
  return `${text.slice(0, 8)}-${text.slice(8)}`;
}

/** @returns the queue of a task or batch; null when the text is no such id */
export function queueOfTask(id: string): TaskQueue | null {
  const match = /^[0-9a-f]{8}-[0-9a-f]{4}-8f([0-9a-f]{2})-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(id);
  return match?.[1] === undefined ? null : (TASK_QUEUES[Number.parseInt(match[1], 16)] ?? null);
}
