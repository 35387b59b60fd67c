import { child, isFields, text } from "../read.ts";

/** `number` of a list row, `detailedPosition.number` of a detail. */
export function jobKey(raw: unknown): string | null {
  if (!isFields(raw)) return null;
  return text(raw, "number") ?? text(child(raw, "detailedPosition"), "number", "positionNumber");
}

/** `companyNumber` of a list row, of a detail, or of a company page. */
export function companyKey(raw: unknown): string | null {
  if (!isFields(raw)) return null;
  return (
    text(raw, "companyNumber") ??
    text(child(raw, "detailedCompany"), "companyNumber", "number") ??
    text(child(raw, "detailedPosition"), "companyNumber")
  );
}
