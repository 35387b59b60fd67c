/** Decides from the answers of the API, without side effects, when a crawl is finished. */
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Overview, PlatformStatus } from "./api.ts";

/** A platform whose breaker closes by itself may continue after this time without a page. */
const STALLED_MS = 60_000;
/** After this time without a page, a changed keyword or an insert the crawl counts as stuck. */
const STUCK_MS = 300_000;
/** Outcomes that need a person: the breaker may probe again, but the work will not succeed. */
const FOR_A_PERSON = new Set(["blocked", "login-needed", "schema-drift"]);

/** A platform, or the ingest, that cannot continue. */
export interface Obstacle {
  where: Platform | "ingest";
  reason: string;
}

export interface Verdict {
  over: boolean;
  obstacles: Obstacle[];
}

/** Number of keywords that are in progress or will be claimed. */
export function workLeft({ states, ready }: PlatformStatus): number {
  // `ready` counts due keywords of other states, some of them partial.
  return states.queued + states.running + Math.max(ready, states.partial);
}

export class Judge {
  readonly #movedAt = new Map<string, { mark: string; at: number }>();

  /**
   * @param retriesComing platforms with a failed keyword that will be retried
   * @param now Unix ms
   */
  judge(overview: Overview, retriesComing: ReadonlySet<Platform>, now: number): Verdict {
    const obstacles: Obstacle[] = [];
    let open = false;
    for (const status of overview.items) {
      const idleMs = this.#idleMs(status.platform, [status.pages, status.states], now);
      const left = workLeft(status);
      if (left === 0 && !retriesComing.has(status.platform)) continue;
      const reason = obstacleOf(status, left, idleMs);
      if (reason) obstacles.push({ where: status.platform, reason });
      else open = true;
    }
    const { ingest } = overview;
    const ingestIdleMs = this.#idleMs("ingest", ingest.waiting_parts, now);
    if (ingest.waiting_parts > 0 && ingestIdleMs > STUCK_MS) {
      const reason = `${ingest.waiting_parts} parts wait for ClickHouse: ${ingest.last_error ?? "no error told"}`;
      obstacles.push({ where: "ingest", reason });
    } else if (ingest.waiting_parts > 0) open = true;
    return { over: !open, obstacles };
  }

  #idleMs(name: string, state: unknown, now: number): number {
    const mark = JSON.stringify(state);
    const known = this.#movedAt.get(name);
    if (known?.mark === mark) return now - known.at;
    this.#movedAt.set(name, { mark, at: now });
    return 0;
  }
}

/** @returns the platforms on which no keyword succeeded: a run that stored nothing is not a success (X5) */
export function emptyResults({ items }: Overview): Obstacle[] {
  return items
    .filter(({ states }) => states.done === 0 && states.failed + states.blocked > 0)
    .map(({ platform, states }) => ({
      where: platform,
      reason: `no keyword came through: ${states.failed} failed, ${states.blocked} blocked`,
    }));
}

function obstacleOf({ gate }: PlatformStatus, left: number, idleMs: number): string | null {
  const work = `${left} keyword${left === 1 ? "" : "s"} left`;
  if (gate.breaker !== "closed") {
    const why = `the breaker is ${gate.breaker} (${gate.cause ?? "no cause told"}), ${work}`;
    if (FOR_A_PERSON.has(gate.cause ?? "") || idleMs > STALLED_MS) return why;
  }
  return idleMs > STUCK_MS ? `nothing moved for ${Math.round(idleMs / 1000)} s, ${work}` : null;
}
