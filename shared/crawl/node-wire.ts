/** Converts the ledger's claims, pages and settlements to the node protocol (`shared/contracts/node-api.ts`) and back. */
import type { Claim, PageProgress, Settlement } from "../contracts/keyword-ledger.ts";
import type { NodeClaim, WirePage, WirePendingPage, WireSettlement } from "../contracts/node-api.ts";
import type { PendingPage } from "../contracts/pending-page.ts";

export const claimToWire = (claim: Claim): NodeClaim => ({
  keyword_id: claim.keywordId,
  platform: claim.platform,
  keyword: claim.keyword,
  city: claim.city,
  channel: claim.channel,
  run_id: claim.runId,
  fence: claim.fence,
  lease_until: claim.leaseUntil,
  attempt: claim.attempt,
  parts: claim.parts,
  run: claim.run,
  recrawl: claim.recrawl,
  stale_pages: claim.stalePages,
});

export const claimFromWire = (wire: NodeClaim): Claim => ({
  keywordId: wire.keyword_id,
  platform: wire.platform,
  keyword: wire.keyword,
  city: wire.city,
  channel: wire.channel,
  runId: wire.run_id,
  fence: wire.fence,
  leaseUntil: wire.lease_until,
  attempt: wire.attempt,
  parts: wire.parts,
  run: wire.run,
  recrawl: wire.recrawl,
  stalePages: wire.stale_pages,
});

export const pendingToWire = ({ foundAt, ...page }: PendingPage): WirePendingPage => ({
  ...page,
  found_at: foundAt,
});

export const pendingFromWire = ({ found_at, ...page }: WirePendingPage): PendingPage => ({
  ...page,
  foundAt: found_at,
});

export const pageToWire = ({ pending, ...page }: PageProgress): WirePage => ({
  ...page,
  ...(pending && { pending: pending.map(pendingToWire) }),
});

export const pageFromWire = ({ pending, ...page }: WirePage): PageProgress => ({
  ...page,
  ...(pending && { pending: pending.map(pendingFromWire) }),
});

export function settlementToWire(settlement: Settlement): WireSettlement {
  switch (settlement.kind) {
    case "done":
      return { kind: "done", outcome: settlement.outcome, early_stopped: settlement.earlyStopped };
    case "retry": {
      const { kind, outcome, error, retryAfterMs } = settlement;
      return { kind, outcome, error, retry_after_ms: retryAfterMs };
    }
    case "yield":
      return { kind: "yield", reason: settlement.reason, resume_at: Math.round(settlement.resumeAt) };
    default:
      return settlement;
  }
}

export function settlementFromWire(wire: WireSettlement): Settlement {
  switch (wire.kind) {
    case "done":
      return { kind: "done", outcome: wire.outcome, earlyStopped: wire.early_stopped };
    case "retry": {
      const { kind, outcome, error, retry_after_ms } = wire;
      return { kind, outcome, error, retryAfterMs: retry_after_ms };
    }
    case "yield":
      return { kind: "yield", reason: wire.reason, resumeAt: wire.resume_at };
    default:
      return wire;
  }
}
