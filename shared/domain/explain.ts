/** Answers why an item does not run at this moment; ledgers of tasks and of keywords and the API build them here. */
import type { Why } from "../contracts/task.ts";

/**
 * @param message one sentence
 * @param more what is known beyond it
 */
export const explain = (blocker: Why["blocker"], message: string, more: Partial<Why> = {}): Why => ({
  blocker,
  message,
  position: null,
  waits_for: [],
  until: null,
  starts_at: null,
  rate_per_minute: null,
  ...more,
});
