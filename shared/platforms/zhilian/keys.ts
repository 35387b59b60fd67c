import { child, isFields, key, text } from "../read.ts";

const COMPANY_PAGE = /^(?:https?:)?\/\/company\.[^/]+\/(?:companydetail\/)?(C\w+)\.htm/i;

/** `number` of a list row, `detailedPosition.number` of a detail. */
export function jobKey(raw: unknown): string | null {
  if (!isFields(raw)) return null;
  return key(raw, "number") ?? key(child(raw, "detailedPosition"), "number", "positionNumber");
}

/** `companyNumber` of a list row, of a detail, or of a company page; a row that lacks it may name the page. */
export function companyKey(raw: unknown): string | null {
  if (!isFields(raw)) return null;
  return (
    key(raw, "companyNumber") ??
    key(child(raw, "detailedCompany"), "companyNumber", "number") ??
    key(child(raw, "detailedPosition"), "companyNumber") ??
    COMPANY_PAGE.exec(text(raw, "companyUrl") ?? "")?.[1] ??
    null
  );
}
