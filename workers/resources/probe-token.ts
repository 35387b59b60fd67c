/** Does a platform take a token? One request for a list page, out of the budget that all share. */

import type { Config } from "../../shared/contracts/config.ts";
import type { Outcome, Platform } from "../../shared/contracts/platform.ts";
import type { PlatformGateApi } from "../../shared/contracts/platform-gate.ts";
import type { TokenSpec } from "../../shared/contracts/resource-pool.ts";
import { adapterContext } from "../../shared/crawl/adapter-context.ts";
import type { FetchResult } from "../../shared/crawl/fetch-result.ts";
import { openPermits } from "../../shared/crawl/permits.ts";
import type { PlatformAdapter, RequestSpec } from "../../shared/platforms/adapter.ts";

interface Tools {
  config: Config;
  adapter: PlatformAdapter;
  gate: PlatformGateApi;
  fetchPage(request: RequestSpec, timeoutMs: number): Promise<FetchResult>;
  clock: { now(): number; sleep(ms: number): Promise<void> };
}

export interface TokenProbe {
  ok: boolean;
  ms: number;
  /** `permit`: the platform was not asked. */
  step: "permit" | "request" | "answer";
  error: string | null;
  /** Null: the platform was not asked. */
  outcome: Outcome | null;
}

const TIMEOUT_MS = 10_000;
/** A longer wait for the platform's pace is answered. */
const MOST_WAIT_MS = 3000;

export async function probeToken(
  { config, adapter, gate, fetchPage, clock }: Tools,
  platform: Platform,
  token: TokenSpec & { value: string },
): Promise<TokenProbe> {
  const begun = clock.now();
  const end = (step: TokenProbe["step"], error: string | null, outcome: Outcome | null): TokenProbe => ({
    ok: error === null,
    ms: clock.now() - begun,
    step,
    error,
    outcome,
  });
  // The probe of a half-open breaker belongs to the crawl: a bad token must not decide over the platform.
  const { breaker } = await gate.status();
  if (breaker !== "closed") return end("permit", `the platform's circuit breaker is ${breaker}`, null);
  const settings = config.platforms[platform];
  const permits = openPermits(gate, settings, MOST_WAIT_MS, clock);
  try {
    const permission = await permits.acquire();
    if (!permission.granted)
      return end("permit", `${permission.reason}: try again in ${permission.waitMs} ms`, null);
    const query = { keyword: "Java", city: "全国", channel: "web", filters: {}, page: 1 } as const;
    const context = adapterContext(config, platform, clock.now());
    const request = await adapter.listRequest(query, context);
    const headers = { ...request.headers, [token.headerName]: token.value };
    const fetched = await fetchPage({ ...request, headers }, Math.min(settings.timeout_ms, TIMEOUT_MS));
    if (!fetched.ok) {
      await permits.report("network");
      return end("request", fetched.reason, "network");
    }
    const { outcome, reason, retryAfterMs } = adapter.readList(fetched.answer, query);
    // That this token is no longer good says nothing of those who ask without it.
    await permits.report(outcome === "login-needed" ? "past-end" : outcome, retryAfterMs ?? undefined);
    return end("answer", reason, outcome);
  } finally {
    await permits.close();
  }
}
