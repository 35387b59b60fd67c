import { child, isFields, key } from "../read.ts";

/** Reads `encryptJobId` of a list row, or `jobInfo.encryptId` of a detail. */
export function jobKey(raw: unknown): string | null {
  if (!isFields(raw)) return null;
  return key(raw, "encryptJobId") ?? key(child(raw, "jobInfo"), "encryptJobId", "encryptId");
}

/** Reads `encryptBrandId` of a list row, of a detail's `brandComInfo`, or of a company page. */
export function companyKey(raw: unknown): string | null {
  if (!isFields(raw)) return null;
  return key(raw, "encryptBrandId") ?? key(child(raw, "brandComInfo"), "encryptBrandId");
}
