/** Field problems: issues of zod by field, and the errors of the API about one field or record. */
import type { z } from "zod";
import "./zod-reasons.ts";
import { ApiError, type ErrorCode, type FieldProblem } from "./codes.ts";

/** Problems of one value that are told: a body of 1 MB has room for a hundred thousand unknown fields. */
const MAX_PROBLEMS = 100;

/**
 * @param root name of the checked value itself, for issues that concern no single field
 * @returns the first {@link MAX_PROBLEMS}, and how many more there are
 */
export function problemsOf(error: z.ZodError, root: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  let count = 0;
  const add = (field: string, reason: string) => {
    if (++count <= MAX_PROBLEMS) problems.push({ field, reason });
  };
  for (const issue of error.issues) {
    const path = issue.path.map(String);
    // One line per unknown field: zod puts them all into one issue.
    if (issue.code === "unrecognized_keys")
      for (const key of issue.keys) add([...path, key].join("."), "is not a known field");
    else add(path.join(".") || root, issue.message);
  }
  if (count > MAX_PROBLEMS)
    problems.push({ field: root, reason: `has ${count - MAX_PROBLEMS} more problems` });
  return problems;
}

/** Message and problems of the 422 answer. */
export function validationError(problems: FieldProblem[]): ApiError {
  const [first] = problems;
  const where = first?.line === undefined ? "" : `line ${first.line}: `;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const message = first ? `${where}${first.field}: ${first.reason}${more}` : "validation failed";
  return new ApiError("validation_failed", message, problems);
}

/** An error about one field, or about the whole body or a header, by its name. */
export const errorAbout = (code: ErrorCode, field: string, reason: string): ApiError =>
  new ApiError(code, `${field}: ${reason}`, [{ field, reason }]);

/** 422 about one field of the body. */
export const fieldError = (field: string, reason: string): ApiError =>
  errorAbout("validation_failed", field, reason);

/** 409 about one field of the body. */
export const fieldConflict = (field: string, reason: string): ApiError =>
  errorAbout("conflict", field, reason);

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
