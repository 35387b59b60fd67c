import { child, isFields, key, text } from "../read.ts";

const COMPANY_PAGE = /^(?:https?:)?\/\/company\.[^/]+\/(?:companydetail\/)?(C\w+)\.htm/i;

/** Reads `number` of a list row, or `detailedPosition.number` of a detail. */
export function jobKey(raw: unknown): string | null {
  if (!isFields(raw)) return null;
  return key(raw, "number") ?? key(child(raw, "detailedPosition"), "number", "positionNumber");
}

/** Reads `companyNumber` of a list row, a detail or a company page; for rows without it the address of the company's page. */
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
