/** The platform's shared request budget, over HTTP. Without the API there are no permits, so nothing is fetched. */

import type { SleepingClock } from "../../../../shared/clock.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import type { GateAnswer, PlatformGateApi } from "../../../../shared/contracts/platform-gate.ts";
import { ApiRejected, ApiUnavailable } from "../api/api-client.ts";
import type { NodeApi } from "../api/node-api.ts";
import { retryUntil } from "../api/retry.ts";
import type { Lease } from "./lease.ts";

export interface GateParts {
  api: NodeApi;
  clock: SleepingClock;
  lease: Lease;
  platform: Platform;
  /** A wait longer than the engine's limit, which makes it give the keyword back. */
  longWaitMs: number;
  /** Why nothing may be fetched now (a stop, a pause, a full disk); null when it may. */
  obstacle(): string | null;
  /** Waits for the node's own pace. */
  pace(): Promise<void>;
}

const REPORT_TRIES = 3;
const GIVE_BACK_MS = 3000;

export function gatePort(parts: GateParts): Pick<PlatformGateApi, "exchange" | "giveBack"> {
  const { api, clock, lease, platform, longWaitMs, obstacle, pace } = parts;

  const held = { keyword_id: lease.claim.keyword_id, fence: lease.claim.fence };

  /** No permits: the engine gives the keyword back with this reason. */
  function giveKeywordBack(reason: string): GateAnswer {
    lease.giveBackReason = reason;
    return { permits: [], wait_ms: longWaitMs, breaker: "closed", reason: "pace" };
  }

  return {
    async exchange(reports, want) {
      lease.check();
      if (want > 0) await pace();
      const refusal = want > 0 ? obstacle() : null;
      const wanted = refusal === null ? want : 0;
      if (reports.length === 0 && wanted === 0) return giveKeywordBack(refusal ?? "nothing asked for");
      let tries = 0;
      const mayGoOn = () =>
        wanted > 0 ? lease.isAlive(clock.now()) && obstacle() === null : ++tries < REPORT_TRIES;
      const request = {
        ...held,
        reports: reports.map(({ permit, outcome, retry_after_ms: retryAfterMs }) => ({
          permit,
          outcome,
          ...(retryAfterMs === undefined ? {} : { retry_after_ms: Math.round(retryAfterMs) }),
        })),
        // The lane asks for one at a time.
        want: Math.min(1, wanted),
        give_back: [],
      };
      try {
        const answer = await retryUntil(clock, () => api.permits(platform, request), mayGoOn);
        if (refusal !== null) return giveKeywordBack(refusal);
        const { permits, wait_ms: waitMs, breaker, reason } = answer;
        return { permits, wait_ms: waitMs, breaker, ...(reason === null ? {} : { reason }) };
      } catch (error) {
        if (error instanceof ApiRejected && error.isStale) lease.lose(error.message);
        lease.check();
        if (want === 0 || !(error instanceof ApiUnavailable)) throw error;
        return giveKeywordBack(
          obstacle() ?? `the node could not reach the API: ${error.message}`.slice(0, 200),
        );
      }
    },
    async giveBack(permits) {
      if (lease.lost !== null && permits.length === 0) return;
      const request = { ...held, reports: [], want: 0, give_back: permits };
      await api.permits(platform, request, { timeoutMs: GIVE_BACK_MS });
    },
  };
}
