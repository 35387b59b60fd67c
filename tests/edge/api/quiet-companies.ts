/** The real cleaning queues, whose wake-ups go nowhere: no test sends a request to a site. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { CompanyLedgerApi } from "../../../shared/contracts/company-ledger.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import type { CompanyWake } from "../../../shared/contracts/queues.ts";

/** @param wakes takes what would have been sent */
export function quietCompanies(wakes: CompanyWake[] = []): (platform: Platform) => CompanyLedgerApi {
  return (platform) => {
    const stub = env.COMPANY_LEDGER.getByName(platform);
    const silence = () =>
      runInDurableObject(stub, (ledger) => {
        ledger.sendWake = async (message) => void wakes.push(message);
      });
    return new Proxy({} as CompanyLedgerApi, {
      get:
        (_, name: keyof CompanyLedgerApi) =>
        async (...args: unknown[]) => {
          await silence();
          return Reflect.apply(stub[name] as unknown as (...all: unknown[]) => unknown, stub, args);
        },
    });
  };
}
