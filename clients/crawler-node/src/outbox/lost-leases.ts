/** Leases of which nothing more may be sent as it stands, with the reason. */
import QuickLRU from "quick-lru";
import type { EntryContent } from "./entry.ts";
import { leaseOf } from "./entry.ts";

const MAX_LEASES = 10_000;

export class LostLeases {
  /** The lease went to another node: nothing of it may be written. */
  readonly stale = new QuickLRU<string, string>({ maxSize: MAX_LEASES });
  /** A batch or checkpoint was rejected or damaged: the run has a gap. */
  readonly broken = new QuickLRU<string, string>({ maxSize: MAX_LEASES });

  /** A run with a gap is not done: its settlement becomes a retry, which starts at the last checkpoint. */
  correctSettlement(content: EntryContent): EntryContent {
    const { header } = content;
    const reason = this.broken.get(leaseOf(header));
    if (header.kind !== "settle" || reason === undefined || header.request.settlement.kind === "park")
      return content;
    const settlement = {
      kind: "retry" as const,
      outcome: "server" as const,
      error: `internal: ${reason}`.slice(0, 2000),
    };
    return { ...content, header: { ...header, request: { fence: header.fence, settlement } } };
  }
}
