/** A failed call, with what a person needs to know: code, field problems, request id. */
import type { ErrorCode } from "../../../shared/errors/codes.ts";
import type { CodedProblem } from "../../../shared/errors/reasons.ts";

/** `network`: no answer came. `bad_answer`: the answer does not have the common shape. */
export type FailureCode = ErrorCode | "network" | "bad_answer";

export class ApiFailure extends Error {
  readonly code: FailureCode;
  /** HTTP status, 0 when no answer came. */
  readonly status: number;
  readonly requestId: string | null;
  readonly problems: CodedProblem[];
  /** The API's Retry-After, if it sent one. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: FailureCode,
    status: number,
    message: string,
    requestId: string | null = null,
    problems: CodedProblem[] = [],
    retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.name = "ApiFailure";
    this.code = code;
    this.status = status;
    this.requestId = requestId;
    this.problems = problems;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The same failure without some of its problems. @returns null when none of its problems is left */
  without(isShown: (problem: CodedProblem) => boolean): ApiFailure | null {
    const rest = this.problems.filter((problem) => !isShown(problem));
    if (this.problems.length > 0 && rest.length === 0) return null;
    const { code, status, message, requestId, retryAfterSeconds } = this;
    return new ApiFailure(code, status, message, requestId, rest, retryAfterSeconds);
  }

  /** True when a retry may help: no answer came, or the server failed (5xx). A 429 is not transient. */
  get transient(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** Did the call fail with this code? */
export const isFailure = (error: unknown, code: FailureCode): error is ApiFailure =>
  error instanceof ApiFailure && error.code === code;
