/** The ledger of a leased keyword, over HTTP. Checkpoints and settlements go by the outbox. */
import type { LedgerResult } from "../../../../shared/contracts/keyword-ledger.ts";
import { ProgressAnswer, SettleAnswer } from "../../../../shared/contracts/node-api.ts";
import { KeywordState } from "../../../../shared/contracts/platform.ts";
import { StaleLease } from "../../../../shared/crawl/ask-site.ts";
import type { CrawlLedger } from "../../../../shared/crawl/crawl-services.ts";
import { pageToWire, pendingFromWire, settlementToWire } from "../../../../shared/crawl/node-wire.ts";
import { ApiAway, ApiRefusal } from "../api/api-client.ts";
import type { NodeApi } from "../api/node-api.ts";
import { repeat } from "../api/patience.ts";
import type { Clock } from "../clock.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { NodeTotals } from "../totals.ts";
import type { Lease } from "./lease.ts";

interface Parts {
  api: NodeApi;
  outbox: Outbox;
  clock: Clock;
  totals: NodeTotals;
  lease: Lease;
}

const NO_ANSWER = new Uint8Array();

/** Repeats a call for as long as the lease can be alive. @throws StaleLease when it is gone, or the API was away that long */
export async function withLease<T>(
  { clock, lease }: Pick<Parts, "clock" | "lease">,
  call: () => Promise<T>,
): Promise<T> {
  lease.check();
  try {
    return await repeat(clock, call, () => lease.isAlive(clock.now()) && lease.giveBackReason === null);
  } catch (error) {
    if (error instanceof ApiRefusal && error.isStale) lease.lose(error.message);
    if (error instanceof ApiAway) lease.lose(`the API was away: ${error.message}`);
    lease.check();
    throw error;
  }
}

export function ledgerPort(parts: Parts): CrawlLedger {
  const { api, outbox, clock, totals, lease } = parts;
  const { keywordId, fence, run } = lease.claim;
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
      return { ok: true, value: { leaseUntil: lease.until } };
    },

    async saveProgress(_id, _fence, pages) {
      const askedAt = clock.now();
      const header = {
        kind: "progress" as const,
        ...owner,
        request: { fence, pages: pages.map(pageToWire) },
        after: [],
      };
      try {
        lease.check();
        const handed = await outbox.hand({ header, payload: NO_ANSWER });
        const rows = pages.reduce((sum, page) => sum + page.rows, 0);
        lease.pages += pages.length;
        lease.rows += rows;
        totals.pages += pages.length;
        totals.rows += rows;
        if (handed.sent) {
          const answer = ProgressAnswer.parse(handed.answer);
          lease.renewed(askedAt);
          return {
            ok: true,
            value: { leaseUntil: lease.until, run: answer.run, stalePages: answer.stale_pages },
          };
        }
        // What the ledger will say once it hears of it, as far as the engine asks.
        const known = { ...run, pages: run.pages + lease.pages, rows: run.rows + lease.rows };
        return { ok: true, value: { leaseUntil: lease.until, run: known, stalePages: 0 } };
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
        return (pending ?? []).map(pendingFromWire);
      });
    },

    async settlePage(_id, _fence, type, key, end) {
      const settled = await ask(() => api.detailPages(keywordId, { op: "settle", fence, type, key, end }));
      return settled.ok ? { ok: true, value: null } : settled;
    },

    async note(_id, _fence, type, detail) {
      const known = type === "page-kept" ? type : null;
      if (known === null) throw new Error(`the node protocol has no note ${type}`);
      const noted = await ask(() => api.note(keywordId, { fence, type: known, detail: plain(detail) }));
      return noted.ok ? { ok: true, value: null } : noted;
    },

    async settle(_id, _fence, settlement) {
      const reason = lease.giveBackReason;
      const told = settlement.kind === "yield" && reason !== null ? { ...settlement, reason } : settlement;
      const header = {
        kind: "settle" as const,
        ...owner,
        request: { fence, settlement: settlementToWire(told) },
      };
      try {
        lease.check();
        const handed = await outbox.hand({ header, payload: NO_ANSWER });
        if (!handed.sent) return { ok: true, value: { state: "running" } };
        const state = KeywordState.catch("running").parse(SettleAnswer.parse(handed.answer).state);
        return { ok: true, value: { state } };
      } catch (error) {
        if (!(error instanceof StaleLease)) throw error;
        return { ok: false, code: "stale_lease", message: error.message };
      }
    },
  };
}

/** Notes hold plain values only. */
function plain(detail: Record<string, unknown>): Record<string, string | number | boolean | null> {
  const entries = Object.entries(detail).map(([name, value]) => {
    const isPlain = typeof value === "number" || typeof value === "boolean" || value === null;
    return [name.slice(0, 50), isPlain ? value : String(value).slice(0, 1000)] as const;
  });
  return Object.fromEntries(entries);
}
