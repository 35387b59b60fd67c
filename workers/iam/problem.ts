import { ApiError } from "../../shared/errors/codes.ts";

/** 422 about one field of the body. */
export const fieldError = (field: string, reason: string): ApiError =>
  new ApiError("validation_failed", `${field}: ${reason}`, [{ field, reason }]);

/** 409 about one field of the body. */
export const fieldConflict = (field: string, reason: string): ApiError =>
  new ApiError("conflict", `${field}: ${reason}`, [{ field, reason }]);

/**
 * Each of the ids of a list must have been found.
 * @throws ApiError validation_failed naming the place of the first that was not
 */
export function checkFound(
  field: string,
  ids: readonly string[],
  found: readonly { id: string }[],
  noun: string,
): void {
  const known = new Set(found.map(({ id }) => id));
  const unknown = ids.findIndex((id) => !known.has(id));
  if (unknown >= 0) throw fieldError(`${field}.${unknown}`, `is not a ${noun}`);
}

/** @throws ApiError invalid_state for a deleted record */
export function checkLiving(what: string, { deletedAt }: { deletedAt: number | null }): void {
  if (deletedAt !== null) throw new ApiError("invalid_state", `${what} is deleted; restore it first`);
}

/** @throws ApiError invalid_state for a record that is not deleted */
export function checkDeleted(what: string, { deletedAt }: { deletedAt: number | null }): void {
  if (deletedAt === null) throw new ApiError("invalid_state", `${what} is not deleted`);
}
