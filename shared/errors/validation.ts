/** Validation issues of zod, told by field. */
import type { z } from "zod";
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
    const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
    return [{ field: path.join(".") || root, reason: missing ? "is missing" : issue.message }];
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
