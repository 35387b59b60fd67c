/** A crawler node at work: heartbeats, leases, one lane for each leased keyword, commands, an orderly end. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Heartbeat, LeaseAnswer, NodeMetrics } from "../../../../shared/contracts/node-api.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { crawlKeyword } from "../../../../shared/crawl/crawl-keyword.ts";
import type { CrawlConfig, CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { claimFromWire } from "../../../../shared/crawl/node-wire.ts";
import { ApiAway, ApiRefusal } from "../api/api-client.ts";
import type { NodeApi } from "../api/node-api.ts";
import { pauseAfter } from "../api/patience.ts";
import { type Clock, createClock } from "../clock.ts";
import { Lease } from "../crawl/lease.ts";
import { nodeServices } from "../crawl/node-services.ts";
import { createPacer } from "../crawl/pacer.ts";
import type { Chromium } from "../fetch/chromium.ts";
import { messageOf } from "../message-of.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { RENEW_MS } from "../routes/pool.ts";
import type { Router } from "../routes/router.ts";
import type { NodeTotals } from "../totals.ts";
import { describeSystem, VERSION } from "../version.ts";
import { Commands } from "./commands.ts";

export interface NodeOptions {
  platforms: Platform[];
  labels: string[];
  slots: number;
  /** See `Settings.signKeys`. */
  signKeys: CrawlConfig["signKeys"];
}

export interface NodeTools {
  api: NodeApi;
  outbox: Outbox;
  router: Router;
  chromium: Chromium | null;
  logger: CrawlLogger;
  measure(): Promise<NodeMetrics>;
}

/** A wait up to this is sat out with the keyword in hand; a longer one gives it back. Milliseconds. */
const INLINE_WAIT_MS = 30_000;
const FIRST_INTERVAL_MS = 5000;
/** A page under way gets so long once the program stops. */
const PAGE_GRACE_MS = 10_000;
/** Whatever still hangs after this time is left behind. */
const STOP_MS = 18_000;
const LAST_BEAT_MS = 3000;
const HEARTBEAT_TIMEOUT_MS = 10_000;
const LEAST_LEASE_WAIT_MS = 50;
const REFUSED_WAIT_MS = 15_000;

type Activity = Heartbeat["activity"];

export class CrawlerNode {
  readonly #options: NodeOptions;
  readonly #tools: NodeTools;
  readonly #session = randomUUID();
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  readonly #clock: Clock;
  readonly #totals: NodeTotals = { pages: 0, rows: 0, failedPages: 0 };
  readonly #pacer: ReturnType<typeof createPacer>;
  readonly #commands: Commands;
  readonly #leases = new Map<Lease, Promise<void>>();
  #activity: Activity = "running";
  #slots: number;
  #interval = FIRST_INTERVAL_MS;
  #wakeLeasing = Promise.withResolvers<void>();
  #fullTold = false;
  #lastReason: string | null = null;

  constructor(options: NodeOptions, tools: NodeTools) {
    this.#options = options;
    this.#tools = tools;
    this.#slots = options.slots;
    this.#clock = createClock(this.#stop.signal);
    this.#pacer = createPacer(this.#clock);
    this.#commands = new Commands(
      {
        pause: () => this.#setActivity("paused"),
        resume: () => this.#setActivity("running"),
        drain: () => this.#setActivity("draining"),
        stop: () => this.stop("command"),
        pace: (delayMs, slots) => {
          if (delayMs !== undefined) this.#pacer.set(delayMs);
          if (slots !== undefined) this.#slots = slots;
          this.#nudge();
          return `${this.#pacer.delayMs()} ms between two requests to a platform, ${this.#slots} keywords at once`;
        },
      },
      VERSION,
    );
  }

  /** Asks for an orderly end; `run` resolves then. */
  stop(cause: string): void {
    if (this.#stop.signal.aborted) return;
    this.#tools.logger.info("node.stopping", { cause, keywords: this.#leases.size });
    this.#setActivity("stopping");
    for (const lease of this.#leases.keys()) lease.giveBackReason = "the node stops";
    this.#tools.outbox.hurry();
    this.#stop.abort();
    setTimeout(() => this.#abort.abort(), PAGE_GRACE_MS).unref();
  }

  /** Works until it is stopped. */
  async run(): Promise<void> {
    const { outbox, logger, router } = this.#tools;
    for (const left of await outbox.open()) this.#giveBackLeft(left);
    const sending = outbox.run();
    const { platforms, labels } = this.#options;
    logger.info("node.started", {
      node: this.#tools.api.nodeId,
      session: this.#session,
      version: VERSION,
      platforms,
      labels,
      slots: this.#slots,
    });
    const upkeep = setInterval(() => void router.upkeep().catch(() => {}), RENEW_MS);
    const beating = this.#beat();
    const leasing = this.#lease();
    await Promise.all([beating, leasing]);
    clearInterval(upkeep);
    await Promise.race([this.#end(), new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
    outbox.close();
    await Promise.race([sending, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    const left = outbox.waiting();
    logger.info("node.stopped", { ...this.#totals, ...outbox.totals(), spooled_batches: left.batches });
  }

  async #end(): Promise<void> {
    const { router, chromium, logger } = this.#tools;
    await Promise.allSettled(this.#leases.values());
    this.#abort.abort();
    await Promise.allSettled([
      router.close().catch((error) => logger.warn("pool.not-given-back", { error: messageOf(error) })),
      chromium?.close(),
      this.#sendBeat(LAST_BEAT_MS),
    ]);
  }

  /** An earlier start died with these in hand: what it had stored goes first, then the keyword is free again. */
  #giveBackLeft({ keyword_id, fence }: { keyword_id: string; fence: number }): void {
    const settlement = { kind: "yield" as const, reason: "the node was started anew", resume_at: Date.now() };
    const header = {
      kind: "settle" as const,
      node: this.#tools.api.nodeId,
      keyword_id,
      fence,
      request: { fence, settlement },
    };
    void this.#tools.outbox.hand({ header, payload: new Uint8Array() }).catch(() => {});
  }

  #setActivity(activity: Activity): void {
    if (this.#activity === "stopping") return;
    this.#activity = activity;
    this.#nudge();
  }

  #nudge(): void {
    this.#wakeLeasing.resolve();
    this.#wakeLeasing = Promise.withResolvers();
  }

  async #beat(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#sendBeat(HEARTBEAT_TIMEOUT_MS);
      await this.#clock.sleep(this.#interval);
    }
  }

  async #sendBeat(timeoutMs: number): Promise<void> {
    const { api, logger, measure, outbox } = this.#tools;
    const done = this.#commands.done();
    try {
      const beat = await this.#heartbeat(await measure(), outbox, done);
      const answer = await api.heartbeat(beat, { timeoutMs });
      this.#interval = Math.max(100, answer.interval_ms);
      this.#commands.heard(done);
      for (const { command, done: result } of this.#commands.take(answer.commands)) {
        const level = result.ok ? "info" : "warn";
        logger[level]("node.command", { command: command.kind, ok: result.ok, answer: result.message });
      }
    } catch (error) {
      logger[error instanceof ApiRefusal ? "error" : "warn"]("node.heartbeat-failed", {
        error: messageOf(error),
      });
    }
  }

  async #heartbeat(metrics: NodeMetrics, outbox: Outbox, done: Heartbeat["done"]): Promise<Heartbeat> {
    const { platforms, labels } = this.#options;
    return {
      sent_at: Date.now(),
      session: this.#session,
      version: VERSION,
      package_version: VERSION,
      node_version: process.versions.node,
      os: describeSystem(),
      hostname: hostname().slice(0, 253),
      platforms,
      labels,
      slots: this.#slots,
      activity: this.#activity,
      metrics,
      work: [...this.#leases.keys()].slice(0, 64).map(({ claim, pages, since }) => ({
        keyword_id: claim.keywordId,
        fence: claim.fence,
        platform: claim.platform,
        keyword: claim.keyword.slice(0, 200),
        city: claim.city.slice(0, 40),
        pages,
        since,
      })),
      spooled: outbox.waiting(),
      totals: {
        pages: this.#totals.pages,
        rows: this.#totals.rows,
        failed_pages: this.#totals.failedPages,
        dropped: outbox.totals().dropped,
      },
      done,
    };
  }

  async #lease(): Promise<void> {
    const { logger } = this.#tools;
    for (let attempt = 1; !this.#stop.signal.aborted; ) {
      const free = this.#slots - this.#leases.size;
      if (this.#activity !== "running" || free <= 0 || this.#isFull()) {
        await this.#idle(1000);
        continue;
      }
      try {
        const waitMs = await this.#leaseOnce(Math.min(free, 64));
        attempt = 1;
        await this.#idle(Math.max(LEAST_LEASE_WAIT_MS, waitMs));
      } catch (error) {
        logger.warn("node.lease-failed", { error: messageOf(error) });
        await this.#idle(
          error instanceof ApiAway ? pauseAfter(attempt++, error.retryAfterMs) : REFUSED_WAIT_MS,
        );
      }
    }
  }

  /** Waits, unless a command or a lane that became free says otherwise. */
  async #idle(ms: number): Promise<void> {
    await Promise.race([this.#clock.sleep(ms), this.#wakeLeasing.promise]);
  }

  #isFull(): boolean {
    const full = this.#tools.outbox.isFull();
    if (full && !this.#fullTold)
      this.#tools.logger.error("outbox.full", {
        ...this.#tools.outbox.waiting(),
        reason: "nothing is fetched until the API takes what waits",
      });
    this.#fullTold = full;
    return full;
  }

  async #leaseOnce(free: number): Promise<number> {
    const { api, logger } = this.#tools;
    const askedAt = Date.now();
    const { platforms, labels } = this.#options;
    const answer = await api.lease({ sent_at: askedAt, session: this.#session, platforms, labels, free });
    for (const wire of answer.claims) {
      const lease = new Lease(claimFromWire(wire), answer.lease_ms, askedAt);
      const work = this.#work(lease, answer).finally(() => {
        this.#leases.delete(lease);
        this.#nudge();
      });
      this.#leases.set(lease, work);
    }
    if (answer.reason !== this.#lastReason && answer.claims.length === 0)
      logger.info("node.waits", { reason: answer.reason, wait_ms: answer.wait_ms });
    this.#lastReason = answer.claims.length > 0 ? null : answer.reason;
    return answer.wait_ms;
  }

  #obstacle(): string | null {
    if (this.#activity === "stopping") return "the node stops";
    if (this.#activity === "paused") return "the node is paused";
    return this.#isFull() ? "the node's disk spool is full" : null;
  }

  async #work(lease: Lease, { settings, commit_ms, lease_ms }: LeaseAnswer): Promise<void> {
    const { claim } = lease;
    const { api, outbox, logger, router, chromium } = this.#tools;
    const about = { run_id: claim.runId, keyword_id: claim.keywordId, platform: claim.platform };
    logger.info("crawl.claimed", { ...about, keyword: claim.keyword, city: claim.city, fence: claim.fence });
    // Only the claim's own platform is read of them.
    const config = {
      platforms: settings as CrawlConfig["platforms"],
      COMMIT_MS: commit_ms,
      LEASE_MS: lease_ms,
      INLINE_WAIT_MS,
      signKeys: this.#options.signKeys,
    };
    const parts = {
      ...{ api, outbox, router, chromium, logger },
      clock: this.#clock,
      totals: this.#totals,
      pacer: this.#pacer,
      abort: this.#abort.signal,
      obstacle: () => this.#obstacle(),
    };
    const stop = () => {
      const reason = this.#obstacle();
      if (reason !== null) lease.giveBackReason = reason;
      return reason ?? (lease.lost === null ? null : "the lease is lost");
    };
    try {
      await crawlKeyword(nodeServices(parts, lease, config), 0, claim, stop);
    } catch (error) {
      logger.error("crawl.failed", { ...about, error: messageOf(error) });
    }
  }
}
