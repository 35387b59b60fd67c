/** Reads the common answer `{code, message, data, request_id}`. */
import { ERROR_CODES, type ErrorCode, type FieldProblem } from "../../../shared/errors/codes.ts";
import { ApiFailure } from "./failure.ts";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === "string" && Object.hasOwn(ERROR_CODES, value);

function problemsIn(data: unknown): FieldProblem[] {
  const list = isRecord(data) && Array.isArray(data.problems) ? data.problems : [];
  return list.filter(
    (item): item is FieldProblem =>
      isRecord(item) && typeof item.field === "string" && typeof item.reason === "string",
  );
}

/** Whole seconds; the other form of the header, a date, is not used by the API. */
function retryAfterIn(headers: Headers): number | null {
  const text = headers.get("retry-after");
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/**
 * `data` of a good answer.
 * @param status HTTP status
 * @param text body as it came; a proxy's HTML page is possible
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
  // The shape of `data` is the contract of the route; the API's own tests hold it.
  if (body.code === 0 && status < 400) return body.data as T;
  const message = typeof body.message === "string" ? body.message : `HTTP ${status}`;
  const code = isErrorCode(body.code) ? body.code : "bad_answer";
  throw new ApiFailure(code, status, message, requestId, problemsIn(body.data), retryAfterIn(headers));
}
