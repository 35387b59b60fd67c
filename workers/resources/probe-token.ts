/** Tests a token with one request for a list page, which counts against the platform's shared budget. */

import type { Config } from "../../shared/config.ts";
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
  /** The last step reached; with `permit` no request was sent. */
  step: "permit" | "request" | "answer";
  error: string | null;
  /** Null when no request was sent. */
  outcome: Outcome | null;
}

const TIMEOUT_MS = 10_000;
/** A longer wait for a permit fails the test. */
const MAX_WAIT_MS = 3000;

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
  // The probe of a half-open breaker is for the crawl: a bad token must not open the breaker again.
  const { breaker } = await gate.status();
  if (breaker !== "closed") return end("permit", `the platform's circuit breaker is ${breaker}`, null);
  const settings = config.platforms[platform];
  const permits = openPermits(gate, settings, MAX_WAIT_MS, clock);
  try {
    const permission = await permits.acquire();
    if (!permission.granted)
      return end("permit", `${permission.reason}: try again in ${permission.waitMs} ms`, null);
    const query = { keyword: "Java", city: "全国", channel: "web", filters: {}, page: 1 } as const;
    const context = adapterContext(config, platform, clock.now());
    const request = await adapter.listRequest(query, context);
    const headers = { ...request.headers, [token.header_name]: token.value };
    const fetched = await fetchPage({ ...request, headers }, Math.min(settings.timeout_ms, TIMEOUT_MS));
    if (!fetched.ok) {
      await permits.report("network");
      return end("request", fetched.reason, "network");
    }
    const { outcome, reason, retryAfterMs } = adapter.readList(fetched.answer, query);
    // A rejected token says nothing about requests without it, so the gate gets a neutral outcome.
    await permits.report(outcome === "login-needed" ? "past-end" : outcome, retryAfterMs ?? undefined);
    return end("answer", reason, outcome);
  } finally {
    await permits.close();
  }
}
