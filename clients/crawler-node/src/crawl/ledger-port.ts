/** The ledger of a leased keyword, over HTTP. Checkpoints and settlements go through the outbox. */

import type { SleepingClock } from "../../../../shared/clock.ts";
import type { LedgerResult, PageProgress } from "../../../../shared/contracts/keyword-ledger.ts";
import { NoteRequest, ProgressAnswer, SettleAnswer } from "../../../../shared/contracts/node-api.ts";
import { KeywordState } from "../../../../shared/contracts/platform.ts";
import type { CrawlLedger } from "../../../../shared/crawl/crawl-services.ts";
import { StaleLease } from "../../../../shared/crawl/request-page.ts";
import { ApiRejected, ApiUnavailable } from "../api/api-client.ts";
import type { NodeApi } from "../api/node-api.ts";
import { retryUntil } from "../api/retry.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { NodeTotals } from "../totals.ts";
import type { Lease } from "./lease.ts";

interface Parts {
  api: NodeApi;
  outbox: Outbox;
  clock: SleepingClock;
  totals: NodeTotals;
  lease: Lease;
}

const NO_PAYLOAD = new Uint8Array();

/**
 * Repeats a call while the API is unavailable and the lease can be alive.
 * @throws StaleLease when the lease is gone, or the API was unavailable for that long
 */
export async function withLease<T>(
  { clock, lease }: Pick<Parts, "clock" | "lease">,
  call: () => Promise<T>,
): Promise<T> {
  lease.check();
  try {
    return await retryUntil(clock, call, () => lease.isAlive(clock.now()) && lease.giveBackReason === null);
  } catch (error) {
    if (error instanceof ApiRejected && error.isStale) lease.lose(error.message);
    if (error instanceof ApiUnavailable) lease.lose(`the API was unavailable: ${error.message}`);
    lease.check();
    throw error;
  }
}

export function ledgerPort(parts: Parts): CrawlLedger {
  const { api, outbox, clock, totals, lease } = parts;
  const { keyword_id: keywordId, fence, run } = lease.claim;
  const owner = { node: api.nodeId, keyword_id: keywordId, fence };

  async function ask<T>(call: () => Promise<T>): Promise<LedgerResult<T>> {
    try {
      return { ok: true, value: await withLease(parts, call) };
    } catch (error) {
      if (error instanceof StaleLease) return { ok: false, code: "stale_lease", message: error.message };
      throw error;
    }
  }

  return {
    async renew() {
      const askedAt = clock.now();
      const renewed = await ask(() => api.renew(keywordId, fence));
      if (!renewed.ok) return renewed;
      lease.renewed(askedAt);
      return { ok: true, value: { lease_until: lease.until } };
    },

    async saveProgress(_id, _fence, pages) {
      const askedAt = clock.now();
      const header = {
        kind: "progress" as const,
        ...owner,
        request: { fence, pages: pages.map(wirePage) },
        after: [],
      };
      try {
        lease.check();
        const result = await outbox.enqueue({ header, payload: NO_PAYLOAD });
        const rows = pages.reduce((sum, page) => sum + page.rows, 0);
        lease.pages += pages.length;
        lease.rows += rows;
        totals.pages += pages.length;
        totals.rows += rows;
        if (result.sent) {
          const answer = ProgressAnswer.parse(result.answer);
          lease.renewed(askedAt);
          return {
            ok: true,
            value: {
              lease_until: lease.until,
              run: answer.run,
              stale_pages: answer.stale_pages,
              ...(answer.covered && { covered: answer.covered }),
            },
          };
        }
        // What the ledger will answer once the checkpoint reaches it, as far as the engine reads it.
        const known = { ...run, pages: run.pages + lease.pages, rows: run.rows + lease.rows };
        return { ok: true, value: { lease_until: lease.until, run: known, stale_pages: 0 } };
      } catch (error) {
        if (!(error instanceof StaleLease)) throw error;
        lease.lose(error.message);
        return { ok: false, code: "stale_lease", message: error.message };
      }
    },

    async splitPart(_id, _fence, part, children) {
      return ask(() => api.split(keywordId, { fence, part, children }));
    },

    async pendingPages() {
      return ask(async () => {
        const { pending } = await api.detailPages(keywordId, { op: "pending", fence });
        return pending ?? [];
      });
    },

    async settlePage(_id, _fence, type, key, end) {
      const settled = await ask(() => api.detailPages(keywordId, { op: "settle", fence, type, key, end }));
      return settled.ok ? { ok: true, value: null } : settled;
    },

    async note(_id, _fence, type, detail) {
      if (type !== "page-kept") throw new Error(`the node protocol has no note ${type}`);
      const cut = NoteRequest.shape.detail.parse({ ...detail, reason: String(detail.reason).slice(0, 1000) });
      const noted = await ask(() => api.note(keywordId, { fence, type, detail: cut }));
      return noted.ok ? { ok: true, value: null } : noted;
    },

    async settle(_id, _fence, settlement) {
      const reason = lease.giveBackReason;
      const isGiveBack = settlement.kind === "yield" && reason !== null;
      const full = isGiveBack ? { ...settlement, reason } : settlement;
      const header = {
        kind: "settle" as const,
        ...owner,
        request: { fence, settlement: full },
      };
      try {
        lease.check();
        const result = await outbox.enqueue({ header, payload: NO_PAYLOAD });
        if (!result.sent) return { ok: true, value: { state: "running" } };
        const state = KeywordState.catch("running").parse(SettleAnswer.parse(result.answer).state);
        return { ok: true, value: { state } };
      } catch (error) {
        if (!(error instanceof StaleLease)) throw error;
        return { ok: false, code: "stale_lease", message: error.message };
      }
    },
  };
}

/** An upload names each page's rows; a page without rows has none. */
const wirePage = ({ batch_seq: _, batch_id: batchId, ...page }: PageProgress) => ({
  ...page,
  batch_id: batchId ?? null,
});
