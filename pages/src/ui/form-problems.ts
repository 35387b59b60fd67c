/** Shows the problems that the API found beside the form's fields. */
import type { FormInstance } from "antd";
import { ApiFailure } from "../api/failure.ts";

/**
 * @param fields names of the form's fields; `permission_ids.0` counts as `permission_ids`
 * @returns whether any problem found its field
 */
export function showProblems(
  form: Pick<FormInstance, "setFields">,
  error: unknown,
  fields: readonly string[],
): boolean {
  const reasons = new Map<string, string[]>();
  for (const { field, reason } of error instanceof ApiFailure ? error.problems : []) {
    const name = fields.find((known) => field === known || field.startsWith(`${known}.`));
    if (name !== undefined) reasons.set(name, [...(reasons.get(name) ?? []), reason]);
  }
  form.setFields([...reasons].map(([name, errors]) => ({ name, errors })));
  return reasons.size > 0;
}
