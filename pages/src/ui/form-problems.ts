/** Shows the problems that the API found beside the form's fields. */
import type { FormInstance } from "antd";
import { ApiFailure } from "../api/failure.ts";
import type { Translate } from "../i18n/texts.ts";
import { reasonText } from "./reason-text.ts";

/** The form's field of a problem; `permission_ids.0` belongs to `permission_ids`. */
const fieldOf = (field: string, fields: readonly string[]) =>
  fields.find((known) => field === known || field.startsWith(`${known}.`));

/** @param fields names of the form's fields */
export function showProblems(
  form: Pick<FormInstance, "setFields">,
  error: unknown,
  fields: readonly string[],
  t: Translate,
): void {
  const reasons = new Map<string, string[]>();
  for (const problem of error instanceof ApiFailure ? error.problems : []) {
    const name = fieldOf(problem.field, fields);
    if (name !== undefined) reasons.set(name, [...(reasons.get(name) ?? []), reasonText(problem, t)]);
  }
  form.setFields([...reasons].map(([name, errors]) => ({ name, errors })));
}

/** @returns what the panel above the form shows: the failure without the problems that stand at their fields */
export const failureBeyond = (error: Error | null, fields: readonly string[]): Error | null =>
  error instanceof ApiFailure ? error.without(({ field }) => fieldOf(field, fields) !== undefined) : error;
