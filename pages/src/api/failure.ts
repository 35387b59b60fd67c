/** A call that failed, with what a person needs to know: code, field problems, request id. */
import type { ErrorCode, FieldProblem } from "../../../shared/errors/codes.ts";

/** `network`: no answer came. `bad_answer`: an answer that is not in the common shape. */
export type FailureCode = ErrorCode | "network" | "bad_answer";

export class ApiFailure extends Error {
  readonly code: FailureCode;
  /** HTTP status, 0 when no answer came. */
  readonly status: number;
  readonly requestId: string | null;
  readonly problems: FieldProblem[];
  /** How long to wait before the next try, where the API said so. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: FailureCode,
    status: number,
    message: string,
    requestId: string | null = null,
    problems: FieldProblem[] = [],
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

  /** Asking again may help: no answer, or the server's own trouble. Being told to wait is neither. */
  get transient(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}
