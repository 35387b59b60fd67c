/**
 * Decides on retry and recovery of tasks (B7, B8) by the class of the error, not by the caller. `docs/tasks.md` shows this
 * table; `task-recovery.test.ts` compares the two.
 */
import { backoffMs } from "../backoff.ts";
import type { RECOVERY_STRATEGIES, TASK_ERROR_CLASSES } from "../contracts/vocabulary.ts";
import { ERROR_CODES, type ErrorCode } from "../errors/codes.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../time.ts";

export type TaskErrorClass = (typeof TASK_ERROR_CLASSES)[number];
export type RecoveryStrategy = (typeof RECOVERY_STRATEGIES)[number];

interface ClassRule {
  /** Bounds of the backoff in milliseconds; null where a further try cannot succeed before somebody acts. */
  retry: { baseMs: number; maxMs: number } | null;
  /** What `auto` does once the task has failed for good. */
  auto: RecoveryStrategy;
  /** What such an error is, in the words of `docs/tasks.md`. */
  meaning: string;
}

const quick = { baseMs: SECOND_MS * 5, maxMs: MINUTE_MS * 10 };
const slow = { baseMs: SECOND_MS * 30, maxMs: HOUR_MS };

export const CLASS_RULES: Record<TaskErrorClass, ClassRule> = {
  network: { retry: quick, auto: "RESUME", meaning: "no answer, or the connection broke" },
  throttled: { retry: slow, auto: "RESUME", meaning: "the other side asks for fewer requests" },
  server: { retry: slow, auto: "RESUME", meaning: "the other side failed (HTTP 5xx)" },
  dependency: { retry: slow, auto: "RESUME", meaning: "ClickHouse, D1 or R2 is away" },
  timeout: { retry: slow, auto: "RESUME", meaning: "the task took longer than its `timeout_s`" },
  lost: { retry: quick, auto: "RESUME", meaning: "the Worker that ran it died, and its lease ended" },
  // A risk answer is never retried automatically: each further request makes it worse (X9).
  blocked: { retry: null, auto: "MANUAL", meaning: "a site refuses the requests" },
  "login-needed": { retry: null, auto: "MANUAL", meaning: "a site asks for a login" },
  "schema-drift": { retry: null, auto: "MANUAL", meaning: "an answer has a form that no parser knows" },
  "invalid-input": { retry: null, auto: "MANUAL", meaning: "the input of the task is wrong" },
  "not-found": { retry: null, auto: "SKIP", meaning: "what the task is about is gone" },
  forbidden: { retry: null, auto: "MANUAL", meaning: "the account may not do it" },
  conflict: { retry: slow, auto: "RETRY", meaning: "somebody else changes the same thing" },
  unexpected: { retry: quick, auto: "RESTART", meaning: "an error in the code of the task" },
};

/**
 * @param attempt 1 for the first try
 * @param random uniform in [0, 1): full jitter
 * @returns milliseconds until the next try; null when there is none
 */
export function nextTryMs(
  errorClass: TaskErrorClass,
  attempt: number,
  maxAttempts: number,
  random: number,
): number | null {
  const { retry } = CLASS_RULES[errorClass];
  return retry === null || attempt >= maxAttempts ? null : backoffMs(attempt - 1, retry, random);
}

const OF_CODE: Partial<Record<ErrorCode, TaskErrorClass>> = {
  not_found: "not-found",
  unauthorized: "forbidden",
  forbidden: "forbidden",
  conflict: "conflict",
  invalid_state: "conflict",
  stale_lease: "lost",
  too_many_requests: "throttled",
  internal: "unexpected",
  dependency_unavailable: "dependency",
};

/** @returns the class of an error code of the API; a refusal (4xx) without a class of its own is one of the input */
export const classOfCode = (code: ErrorCode): TaskErrorClass =>
  OF_CODE[code] ?? (ERROR_CODES[code] < 500 ? "invalid-input" : "server");
