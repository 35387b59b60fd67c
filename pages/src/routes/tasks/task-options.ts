/** What a new task may say besides its input, and how the API takes it. */
import type { createTask, TaskView } from "../../api/tasks.ts";
import { readLocalMinute } from "../../format/local-minute.ts";

export interface TaskOptions {
  priority: TaskView["priority"];
  key: string;
  waitsFor: string[];
  /** As `<input type="datetime-local">` has it; empty for at once. */
  startAt: string;
  orderKey: string;
  /** Null for the API's own. */
  timeoutMinutes: number | null;
  maxAttempts: number | null;
}

export const NO_OPTIONS: TaskOptions = {
  priority: 5,
  key: "",
  waitsFor: [],
  startAt: "",
  orderKey: "",
  timeoutMinutes: null,
  maxAttempts: null,
};

type NewTask = Parameters<typeof createTask>[0];
export type OptionField = Exclude<keyof NewTask, "kind" | "input">;

/** The options as the API takes them. */
export function sentOptions(options: TaskOptions): Pick<NewTask, OptionField> {
  const { priority, key, waitsFor, startAt, orderKey, timeoutMinutes, maxAttempts } = options;
  const runAt = readLocalMinute(startAt);
  return {
    priority,
    ...(key.trim() && { key: key.trim() }),
    ...(waitsFor.length > 0 && { depends_on: waitsFor }),
    ...(runAt !== null && { run_at: runAt }),
    ...(orderKey.trim() && { order_key: orderKey.trim() }),
    ...(timeoutMinutes !== null && { timeout_s: timeoutMinutes * 60 }),
    ...(maxAttempts !== null && { max_attempts: maxAttempts }),
  };
}

/** Fields of the settings that most tasks do without. */
export const MORE: readonly OptionField[] = ["run_at", "order_key", "timeout_s", "max_attempts"];
const FIELDS: readonly OptionField[] = ["priority", "key", "depends_on", ...MORE];

/** @returns the field of the form at which a problem of the API stands; null for none of these */
export const optionField = (field: string): OptionField | null =>
  FIELDS.find((known) => field === known || field.startsWith(`${known}.`)) ?? null;
