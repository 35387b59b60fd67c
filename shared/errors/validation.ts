/** Field problems: issues of zod by field, and the errors of the API about one field or record. */
import type { z } from "zod";
import "./zod-reasons.ts";
import { ApiError, type FieldProblem } from "./codes.ts";

/**
 * @param root name of the checked value itself, for issues that concern no single field
 */
export function problemsOf(error: z.ZodError, root: string): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    // One line per unknown field: zod puts them all into one issue.
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ field: [...path, key].join("."), reason: "is not a known field" }));
    return [{ field: path.join(".") || root, reason: issue.message }];
  });
}

/** Message and problems of the 422 answer. */
export function validationError(problems: FieldProblem[]): ApiError {
  const [first] = problems;
  const where = first?.line === undefined ? "" : `line ${first.line}: `;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const message = first ? `${where}${first.field}: ${first.reason}${more}` : "validation failed";
  return new ApiError("validation_failed", message, problems);
}

/** 422 about one field of the body. */
export const fieldError = (field: string, reason: string): ApiError =>
  new ApiError("validation_failed", `${field}: ${reason}`, [{ field, reason }]);

/** 409 about one field of the body. */
export const fieldConflict = (field: string, reason: string): ApiError =>
  new ApiError("conflict", `${field}: ${reason}`, [{ field, reason }]);

/**
 * Checks that every id of a list was found.
 * @throws ApiError validation_failed with the index of the first that was not
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

type Deletable = { deletedAt: number | null } | { deleted_at: number | null };

const deletedAtOf = (row: Deletable) => ("deletedAt" in row ? row.deletedAt : row.deleted_at);

/** @throws ApiError invalid_state for a deleted record */
export function assertNotDeleted(what: string, row: Deletable): void {
  if (deletedAtOf(row) !== null) throw new ApiError("invalid_state", `${what} is deleted; restore it first`);
}

/** @throws ApiError invalid_state for a record that is not deleted */
export function assertDeleted(what: string, row: Deletable): void {
  if (deletedAtOf(row) === null) throw new ApiError("invalid_state", `${what} is not deleted`);
}
