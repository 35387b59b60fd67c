/** Reads the common answer `{code, message, data, request_id}`. */
import { ERROR_CODES, type ErrorCode } from "../../../shared/errors/codes.ts";
import type { CodedProblem } from "../../../shared/errors/reasons.ts";
import { ApiFailure } from "./failure.ts";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === "string" && Object.hasOwn(ERROR_CODES, value);

/** A problem without a code counts as `other`, whose English reason is shown. `reasonText` knows which codes have a text. */
function problemsIn(data: unknown): CodedProblem[] {
  const list: unknown[] = isRecord(data) && Array.isArray(data.problems) ? data.problems : [];
  return list.flatMap((item) => {
    if (!isRecord(item) || typeof item.field !== "string" || typeof item.reason !== "string") return [];
    const known = typeof item.code === "string" && isRecord(item.params);
    return [{ ...item, ...(known ? {} : { code: "other", params: {} }) } as CodedProblem];
  });
}

/** Reads whole seconds; the API does not use the header's other form, a date. */
function retryAfterIn(headers: Headers): number | null {
  const text = headers.get("retry-after");
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/**
 * Returns the `data` of a successful answer.
 * @param status HTTP status
 * @param text the unparsed body; it may be a proxy's HTML page
 * @param headers `x-request-id` for answers whose body has none, `retry-after` in seconds
 * @throws ApiFailure for every other answer
 */
export function readAnswer<T>(status: number, text: string, headers: Headers): T {
  const headerId = headers.get("x-request-id");
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = null;
  }
  if (!isRecord(body) || !("code" in body)) {
    throw new ApiFailure("bad_answer", status, `HTTP ${status}`, headerId);
  }
  const requestId = typeof body.request_id === "string" ? body.request_id : headerId;
  // The route's contract defines the shape of `data`; the API's own tests check it.
  if (body.code === 0 && status < 400) return body.data as T;
  const message = typeof body.message === "string" ? body.message : `HTTP ${status}`;
  const code = isErrorCode(body.code) ? body.code : "bad_answer";
  throw new ApiFailure(code, status, message, requestId, problemsIn(body.data), retryAfterIn(headers));
}
