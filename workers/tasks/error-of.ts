/** Finds the class of what a task threw; the class decides on its next try (B7). */
import type { TaskError } from "../../shared/contracts/task.ts";
import type { TaskEnding } from "../../shared/contracts/task-ledger.ts";
import { FetchError } from "../../shared/crawl/fetch-error.ts";
import { classOfCode, type TaskErrorClass } from "../../shared/domain/task-recovery.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { ClickHouseRejected, ClickHouseUnavailable } from "../clickhouse/errors.ts";
import { TaskFailure, TaskStop } from "./kind.ts";

/** @param redact takes secrets out of the message */
function taskErrorOf(error: unknown, redact: (text: string) => string): TaskError {
  const { code, errorClass } = classify(error);
  return { code, class: errorClass, message: redact(messageOf(error)) };
}

function classify(error: unknown): { code: string; errorClass: TaskErrorClass } {
  if (error instanceof TaskFailure) return { code: error.code, errorClass: error.errorClass };
  if (error instanceof ApiError) return { code: error.code, errorClass: classOfCode(error.code) };
  if (error instanceof ClickHouseUnavailable)
    return { code: `clickhouse_${error.reason}`, errorClass: "dependency" };
  if (error instanceof ClickHouseRejected) return { code: "clickhouse_rejected", errorClass: "unexpected" };
  if (error instanceof FetchError) return { code: "network", errorClass: "network" };
  if (error instanceof DOMException && error.name === "TimeoutError")
    return { code: "timeout", errorClass: "timeout" };
  // An object that is overloaded or was just replaced says so: https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
  if (typeof error === "object" && error !== null && "retryable" in error && error.retryable === true)
    return { code: "object_unavailable", errorClass: "dependency" };
  return { code: error instanceof Error ? error.name : "error", errorClass: "unexpected" };
}

/** @param now Unix ms @returns how a task ends that threw; null when its lease is lost and there is nothing to say */
export function endingOf(
  thrown: unknown,
  signal: AbortSignal,
  redact: (text: string) => string,
  now: number,
): TaskEnding | null {
  // What a task throws after it was told to end is a consequence of that.
  const error = signal.aborted && signal.reason instanceof TaskStop ? signal.reason : thrown;
  if (!(error instanceof TaskStop)) {
    const retryAfter = error instanceof TaskFailure ? error.retryAfterMs : undefined;
    return {
      kind: "failed",
      error: taskErrorOf(error, redact),
      ...(retryAfter !== undefined && { retry_after_ms: retryAfter }),
    };
  }
  switch (error.why) {
    case "cancel":
      return { kind: "cancelled" };
    case "timeout":
      return {
        kind: "failed",
        error: { code: "timeout", class: "timeout", message: "it took longer than its timeout" },
      };
    case "later":
      return { kind: "yield", resume_at: error.resumeAt };
    case "budget":
      return { kind: "yield", resume_at: now };
    case "lost":
      return null;
  }
}
