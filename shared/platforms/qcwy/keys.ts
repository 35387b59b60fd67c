import { isFields, text } from "../read.ts";

export function jobKey(raw: unknown): string | null {
  return isFields(raw) ? text(raw, "jobId") : null;
}

/** `encCoId` leads to the company's page; `coId` is kept for rows that lack it. */
export function companyKey(raw: unknown): string | null {
  return isFields(raw) ? text(raw, "encCoId", "coId") : null;
}
