/**
 * The closed table of error codes of the API: `code` in every answer, with its HTTP status.
 * A success has code 0.
 */
export const ERROR_CODES = {
  bad_request: 400,
  invalid_json: 400,
  invalid_cursor: 400,
  validation_failed: 422,
  clock_skew: 422,
  unauthorized: 401,
  invalid_credentials: 401,
  forbidden: 403,
  password_change_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  stale_lease: 409,
  invalid_state: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal: 500,
  dependency_unavailable: 503,
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

/** One bad field: where, and why. */
export interface FieldProblem {
  field: string;
  reason: string;
  /** Item of a list, from 0: a batch keeps its good items and lists the bad ones. */
  index?: number;
  /** Line of a file, from 1, for the same reason. */
  line?: number;
}

/** An error that a caller may see as it is. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly problems: FieldProblem[];
  /** For the Retry-After header. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    problems: FieldProblem[] = [],
    { retryAfterSeconds = null }: { retryAfterSeconds?: number | null } = {},
  ) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.problems = problems;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status() {
    return ERROR_CODES[this.code];
  }
}
