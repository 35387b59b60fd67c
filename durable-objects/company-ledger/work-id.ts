/** Ids of work: `clean:` or `pull:`, and the key of the company. */
import type { CompanyWork } from "../../shared/contracts/company-ledger.ts";

export const workId = (work: CompanyWork, companyKey: string): string => `${work}:${companyKey}`;

export function readWorkId(id: string): { work: CompanyWork; companyKey: string } {
  const at = id.indexOf(":");
  return { work: id.slice(0, at) === "pull" ? "pull" : "clean", companyKey: id.slice(at + 1) };
}

/** The set of a run's own postings stands under this id beside that of all that it read. */
export const ownKeysId = (companyKey: string): string => `own:${companyKey}`;
