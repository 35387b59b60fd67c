/** Makes a cleaning queue with the test's clock, random number and crawl queue, which survive its evictions. */

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { companyLedger } from "../../../durable-objects/company-ledger/client.ts";
import { systemClock } from "../../../shared/clock.ts";
import type { CompanyClaim } from "../../../shared/contracts/company-ledger.ts";
import type { PageProgress } from "../../../shared/contracts/keyword-ledger.ts";
import type { CompanyWake } from "../../../shared/contracts/queues.ts";
import { HOUR_MS } from "../../../shared/time.ts";

export class CompanyRig {
  readonly api = companyLedger(env, "boss");
  readonly stub = env.COMPANY_LEDGER.getByName("boss");
  /** The clock is far ahead of the real time, so that no alarm fires by itself. */
  now = Date.UTC(2100, 0, 1);
  wakes: CompanyWake[] = [];

  static async start(): Promise<CompanyRig> {
    const rig = new CompanyRig();
    // Its name is its platform's, so that all tests share the object: each begins with an empty one.
    await runInDurableObject(rig.stub, (_, state) => state.storage.deleteAll());
    await evictDurableObject(rig.stub);
    await rig.plug();
    return rig;
  }

  async plug(): Promise<void> {
    await runInDurableObject(this.stub, (ledger) => {
      ledger.engine.clock = { ...systemClock, now: () => this.now, random: () => 0.5 };
      ledger.engine.work.settings = { leaseMs: 60_000, queuedMs: 60_000, window: 200, wakes: true };
      ledger.settings = {
        ...ledger.settings,
        retry: { baseMs: 10_000, maxMs: HOUR_MS, attempts: 3 },
        limits: { capRows: 200, maxParts: 100, maxPages: 100, repeatPages: 3 },
      };
      ledger.sendWake = async (message) => void this.wakes.push(message);
    });
  }

  async evict(): Promise<void> {
    await evictDurableObject(this.stub);
    await this.plug();
  }

  alarm(): Promise<boolean> {
    return runDurableObjectAlarm(this.stub);
  }

  async claimOne(): Promise<CompanyClaim> {
    const [claim] = await this.api.claim("edge:test", 1);
    if (!claim) throw new Error("nothing to claim");
    return claim;
  }

  /** Types of the timeline's entries, oldest first. */
  async story(companyKey: string, work: "clean" | "pull" = "clean"): Promise<string[]> {
    return (await this.api.events(companyKey, work, 100)).map(({ type }) => type).reverse();
  }

  async stateOf(companyKey: string): Promise<string | undefined> {
    return (await this.api.get(companyKey))?.state;
  }
}

export const company = (n: number) => ({ company_key: `k${n}`, name: `公司${n}` });

/** A saved page of a pull. @param keys all postings of it; the first `own` are the company's */
export const page = (
  number: number,
  keys: string[],
  own: number,
  more: Partial<PageProgress> = {},
): PageProgress => ({
  part: 0,
  page: number,
  reported: 100,
  rows: keys.length,
  invalid: 0,
  keys,
  own_keys: keys.slice(0, own),
  fresh: null,
  last: false,
  outcome: "ok",
  ...more,
});

export const good = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  expect(result).toMatchObject({ ok: true });
  return (result as { value: T }).value;
};
