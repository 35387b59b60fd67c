/** One progress bar for each platform while keywords are crawled. */
import pc from "picocolors";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Overview, PlatformStatus } from "./api.ts";

const WIDTH = 24;
/** Time over which the rate is measured. */
const RATE_MS = 10_000;

const number = (value: number) => value.toLocaleString("en-US");

/** Rounds down to one decimal, so that 100 is only shown when nothing is missing. */
const percent = (share: number) => (Math.floor(share * 1000 + 1e-9) / 10).toFixed(1);

/** Number of finished keywords among those that are not paused. */
function keywordsDone({ states }: PlatformStatus): { done: number; total: number } {
  const done = states.done + states.failed + states.blocked;
  return { done, total: done + states.pending + states.queued + states.running + states.partial };
}

export class Progress {
  readonly #samples = new Map<Platform, { at: number; pages: number }[]>();

  /** @param now Unix ms */
  lines(overview: Overview, now: number): string[] {
    const bars = overview.items.map((status) => this.#line(status, now));
    const { waiting_parts: waiting, last_error: error } = overview.ingest;
    if (waiting > 0) {
      bars.push(pc.dim(`ingest   ${number(waiting)} parts on their way${error ? ` (${error})` : ""}`));
    }
    return bars;
  }

  #line(status: PlatformStatus, now: number): string {
    const { done, total } = keywordsDone(status);
    const filled = total === 0 ? 0 : Math.round((done / total) * WIDTH);
    const bar = `${pc.green("█".repeat(filled))}${pc.dim("░".repeat(WIDTH - filled))}`;
    const share = status.reported > 0 ? `${percent(status.distinct / status.reported)} %` : "–";
    const coverage = status.unknown > 0 ? `${share} (${number(status.unknown)} unknown)` : share;
    const { breaker, cause } = status.gate;
    const parked = status.states.failed + status.states.blocked;
    return [
      `${status.platform.padEnd(8)} ${bar} ${number(done)}/${number(total)} keywords`,
      `${number(status.pages)} pages`,
      `${number(this.#pagesPerMinute(status, now))} pages/min`,
      `coverage ${coverage}`,
      ...(parked > 0 ? [pc.yellow(`${status.states.failed} failed, ${status.states.blocked} blocked`)] : []),
      breaker === "closed" ? "breaker closed" : pc.red(`breaker ${breaker} (${cause ?? "?"})`),
    ].join(pc.dim(" · "));
  }

  #pagesPerMinute({ platform, pages }: PlatformStatus, now: number): number {
    const samples = (this.#samples.get(platform) ?? []).filter(({ at }) => now - at <= RATE_MS);
    samples.push({ at: now, pages });
    this.#samples.set(platform, samples);
    const first = samples[0];
    if (!first || first.at === now) return 0;
    return Math.round((60_000 * (pages - first.pages)) / (now - first.at));
  }
}
