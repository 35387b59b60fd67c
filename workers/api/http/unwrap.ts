/** Turns the answer of a Durable Object into a value or an ApiError. */
import { ApiError, type ErrorCode } from "../../../shared/errors/codes.ts";
import type { Refusal, Result } from "../../../shared/result.ts";

/**
 * The value of an object's answer.
 * @param notFound error for `not_found`, where the noun has its own words
 * @throws ApiError with the code and message of the refusal
 */
export function unwrap<T>(result: Result<T, Refusal<ErrorCode>>, notFound?: () => ApiError): T {
  if (result.ok) return result.value;
  if (result.code === "not_found" && notFound) throw notFound();
  throw new ApiError(result.code, result.message);
}
