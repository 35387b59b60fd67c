import { ApiError } from "../../shared/errors/codes.ts";

/** 422 about one field of the body. */
export const fieldError = (field: string, reason: string): ApiError =>
  new ApiError("validation_failed", `${field}: ${reason}`, [{ field, reason }]);

/** 409 about one field of the body. */
export const fieldConflict = (field: string, reason: string): ApiError =>
  new ApiError("conflict", `${field}: ${reason}`, [{ field, reason }]);

/** @throws ApiError invalid_state for a deleted record */
export function checkLiving(what: string, { deletedAt }: { deletedAt: number | null }): void {
  if (deletedAt !== null) throw new ApiError("invalid_state", `${what} is deleted; restore it first`);
}

/** @throws ApiError invalid_state for a record that is not deleted */
export function checkDeleted(what: string, { deletedAt }: { deletedAt: number | null }): void {
  if (deletedAt === null) throw new ApiError("invalid_state", `${what} is not deleted`);
}
