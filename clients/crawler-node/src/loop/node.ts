/** A crawler node from its start to an orderly end: heartbeats and leases run side by side until it is stopped. */
import { randomUUID } from "node:crypto";
import type { NodeMetrics } from "../../../../shared/contracts/node-api.ts";
import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import type { NodeApi } from "../api/node-api.ts";
import { createClock } from "../clock.ts";
import { createPacer } from "../crawl/pacer.ts";
import type { Chromium } from "../fetch/chromium.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { RENEW_MS } from "../routes/pool.ts";
import type { Router } from "../routes/router.ts";
import { VERSION } from "../version.ts";
import { Commands } from "./commands.ts";
import { HeartbeatLoop } from "./heartbeat.ts";
import { LeaseLoop } from "./lease-loop.ts";
import type { NodeOptions, NodeState } from "./node-state.ts";

export interface NodeDependencies {
  api: NodeApi;
  outbox: Outbox;
  router: Router;
  chromium: Chromium | null;
  logger: CrawlLogger;
  measure(): Promise<NodeMetrics>;
}

/** Time that a page under way gets once the program stops. */
const PAGE_GRACE_MS = 10_000;
/** The end waits no longer than this for what still hangs. */
const STOP_MS = 18_000;
const LAST_HEARTBEAT_MS = 3000;
const LAST_SEND_MS = 1000;

const timeout = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

export class CrawlerNode {
  readonly #dependencies: NodeDependencies;
  readonly #state: NodeState;
  readonly #stop = new AbortController();
  /** Ends pages under way. */
  readonly #abort = new AbortController();
  readonly #heartbeats: HeartbeatLoop;
  readonly #leasing: LeaseLoop;

  constructor({ platforms, labels, slots, signKeys }: NodeOptions, dependencies: NodeDependencies) {
    this.#dependencies = dependencies;
    this.#state = {
      session: randomUUID(),
      platforms,
      labels,
      slots,
      activity: "running",
      leases: new Map(),
      totals: { pages: 0, rows: 0, failedPages: 0 },
    };
    const clock = createClock(this.#stop.signal);
    const pacer = createPacer(clock);
    const commands = new Commands(
      {
        pause: () => this.#setActivity("paused"),
        resume: () => this.#setActivity("running"),
        drain: () => this.#setActivity("draining"),
        stop: () => this.stop("command"),
        pace: (delayMs, slots) => {
          if (delayMs !== undefined) pacer.set(delayMs);
          if (slots !== undefined) this.#state.slots = slots;
          this.#leasing.wake();
          return `${pacer.delayMs()} ms between two requests to a platform, ${this.#state.slots} keywords at once`;
        },
      },
      VERSION,
    );
    const { api, outbox, router, chromium, logger, measure } = dependencies;
    this.#heartbeats = new HeartbeatLoop({ api, outbox, logger, clock, commands, measure }, this.#state);
    this.#leasing = new LeaseLoop(
      { api, outbox, router, chromium, logger, clock, pacer, abort: this.#abort.signal, signKeys },
      this.#state,
    );
  }

  /** Asks for an orderly end; `run` resolves then. */
  stop(cause: string): void {
    if (this.#stop.signal.aborted) return;
    const { outbox, logger } = this.#dependencies;
    const { leases } = this.#state;
    logger.info("node.stopping", { cause, keywords: leases.size });
    this.#setActivity("stopping");
    for (const lease of leases.keys()) lease.giveBackReason = "the node stops";
    outbox.flushAndClose();
    this.#stop.abort();
    setTimeout(() => this.#abort.abort(), PAGE_GRACE_MS).unref();
  }

  /** Works until it is stopped. */
  async run(): Promise<void> {
    const { api, outbox, logger, router } = this.#dependencies;
    for (const lease of await outbox.open()) this.#giveBack(lease);
    const sending = outbox.run();
    const { session, platforms, labels, slots, totals } = this.#state;
    logger.info("node.started", { node: api.nodeId, session, version: VERSION, platforms, labels, slots });
    const upkeep = setInterval(() => void router.upkeep().catch(() => {}), RENEW_MS);
    await Promise.all([this.#heartbeats.run(this.#stop.signal), this.#leasing.run(this.#stop.signal)]);
    clearInterval(upkeep);
    await Promise.race([this.#end(), timeout(STOP_MS)]);
    outbox.close();
    await Promise.race([sending, timeout(LAST_SEND_MS)]);
    logger.info("node.stopped", {
      ...totals,
      ...outbox.totals(),
      spooled_batches: outbox.waiting().batches,
    });
  }

  async #end(): Promise<void> {
    const { router, chromium, logger } = this.#dependencies;
    await Promise.allSettled(this.#state.leases.values());
    this.#abort.abort();
    await Promise.allSettled([
      router.close().catch((error) => logger.warn("pool.release-failed", { error: messageWithCause(error) })),
      chromium?.close(),
      this.#heartbeats.send(LAST_HEARTBEAT_MS),
    ]);
  }

  /** An earlier start died with this lease: what it had stored is sent first, then the keyword is free again. */
  #giveBack({ keyword_id, fence }: { keyword_id: string; fence: number }): void {
    const { api, outbox } = this.#dependencies;
    const settlement = { kind: "yield" as const, reason: "the node was started anew", resume_at: Date.now() };
    const header = {
      kind: "settle" as const,
      node: api.nodeId,
      keyword_id,
      fence,
      request: { fence, settlement },
    };
    void outbox.enqueue({ header, payload: new Uint8Array() }).catch(() => {});
  }

  #setActivity(activity: NodeState["activity"]): void {
    if (this.#state.activity === "stopping") return;
    this.#state.activity = activity;
    this.#leasing.wake();
  }
}
