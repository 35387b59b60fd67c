import type { CompanyLedgerApi } from "../../shared/contracts/company-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";

/** The cleaning queue of one platform. */
export function companyLedger(env: Env, platform: Platform): CompanyLedgerApi {
  return env.COMPANY_LEDGER.getByName(platform);
}
