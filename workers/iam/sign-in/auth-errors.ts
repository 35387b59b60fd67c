/** Turns refusals of Better Auth into errors of the API. */
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldError } from "../../../shared/errors/validation.ts";

/** Turns a refusal of Better Auth into an error of the API; other errors are unchanged. */
async function toApiError(error: unknown, refused: () => ApiError): Promise<unknown> {
  // Not at the top: the library is large, and is there already when it refuses something.
  const { APIError } = await import("better-auth/api");
  if (!(error instanceof APIError)) return error;
  const code = (error.body as { code?: string } | undefined)?.code ?? "";
  if (error.statusCode >= 500) return error;
  if (error.statusCode === 429 || /TOO_MANY|LOCKED/.test(code)) {
    return new ApiError("too_many_requests", "too many wrong tries; try again later");
  }
  return refused();
}

/** Runs a call of Better Auth. @throws ApiError as `refused` makes it, or too_many_requests */
export async function mapAuthErrors<T>(refused: () => ApiError, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw await toApiError(error, refused);
  }
}

/** A refusal for `mapAuthErrors` that names one field. */
export const fieldProblem = (field: string, reason: string) => () => fieldError(field, reason);
