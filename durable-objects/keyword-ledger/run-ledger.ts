/** What the ledgers of runs share: the calls of a claim's holder, and those that move the lease engine on. */
import { DurableObject } from "cloudflare:workers";
import type { RunPart } from "../../shared/contracts/keyword.ts";
import type { LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import type { PageEnd, PendingPage, PendingPageType } from "../../shared/contracts/pending-page.ts";
import type { KeywordState, SearchFilters } from "../../shared/contracts/platform.ts";
import { PICK_ORDER, stateWhenDue } from "../../shared/domain/keyword-state.ts";
import { HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import type { LeaseEngine } from "../lease-engine/engine.ts";
import type { LeaseRules } from "../lease-engine/types.ts";
import { note, settlePage, splitPart, writeHeld } from "./holder-writes.ts";
import { LeaseProgress, MAX_IDLE_MS } from "./lease-progress.ts";
import { RunError } from "./runs.ts";
import type { Tables } from "./tables.ts";

export const LEASE_RULES: LeaseRules = {
  pickOrder: PICK_ORDER,
  queuedState: "queued",
  runningState: "running",
  stateWhenDue: (state) => stateWhenDue(state as KeywordState),
  // Ageing is worth at most 4 points: a LOW (0) that waited for hours passes a new 3, and never URGENT (10).
  msPerPriority: HOUR_MS,
  maxAgeMs: 4 * HOUR_MS,
};

export abstract class RunLedger extends DurableObject<Env> {
  abstract readonly engine: LeaseEngine;
  protected abstract readonly tables: Tables;
  protected readonly progress = new LeaseProgress();

  override alarm(): Promise<void> {
    return this.engine.alarm();
  }

  async dispatch(cause = "dispatch"): Promise<{ queued: number }> {
    return { queued: await this.engine.dispatch(cause) };
  }

  async resumeHeld(cause = "resume-held"): Promise<{ queued: number }> {
    return { queued: await this.engine.resumeHeld(cause) };
  }

  async renew(id: string, fence: number): Promise<LedgerResult<{ lease_until: number }>> {
    return writeHeld(this.engine, this.tables, id, fence, (item, now) => {
      if (this.progress.isIdle(id, now))
        throw new RunError(`no page was stored for ${MAX_IDLE_MS / MINUTE_MS} min`);
      return { lease_until: this.engine.work.renew(item, now) };
    });
  }

  async splitPart(
    id: string,
    fence: number,
    part: number,
    children: SearchFilters[],
  ): Promise<LedgerResult<{ parts: RunPart[] }>> {
    return writeHeld(this.engine, this.tables, id, fence, (item, now) =>
      splitPart(this.tables, item, part, children, now),
    );
  }

  async pendingPages(id: string, fence: number): Promise<LedgerResult<PendingPage[]>> {
    return writeHeld(this.engine, this.tables, id, fence, () => this.tables.pages.list(id));
  }

  async settlePage(
    id: string,
    fence: number,
    type: PendingPageType,
    key: string,
    end: PageEnd,
  ): Promise<LedgerResult<null>> {
    return writeHeld(this.engine, this.tables, id, fence, (item, now) => {
      settlePage(this.tables, this.progress, item, { type, key }, end, now);
      return null;
    });
  }

  async note(
    id: string,
    fence: number,
    type: string,
    detail: Record<string, unknown>,
  ): Promise<LedgerResult<null>> {
    return writeHeld(this.engine, this.tables, id, fence, (item, now) => {
      note(this.tables, item, type, detail, now);
      return null;
    });
  }
}
