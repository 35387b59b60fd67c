/**
 * The closed table of the error codes of the API: the `code` of every error answer, with its HTTP status. A success has
 * code 0.
 */
export const ERROR_CODES = {
  bad_request: 400,
  invalid_json: 400,
  invalid_cursor: 400,
  unknown_city: 400,
  unknown_district: 400,
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

/** One invalid field and the reason. */
export interface FieldProblem {
  field: string;
  reason: string;
  /** Index of the item in a list, from 0: a batch stores its valid items and reports the invalid ones. */
  index?: number;
  /** Number of the line in a file, from 1, for the same purpose. */
  line?: number;
}

/** An error whose message may be shown to the caller. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly problems: FieldProblem[];
  /** Value of the Retry-After header. */
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
