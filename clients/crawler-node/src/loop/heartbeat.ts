/** Tells the API every few seconds how the node is, and brings back commands. */
import { hostname } from "node:os";
import type { SleepingClock } from "../../../../shared/clock.ts";
import type { Heartbeat, NodeMetrics } from "../../../../shared/contracts/node-api.ts";
import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { ApiRejected } from "../api/api-client.ts";
import type { NodeApi } from "../api/node-api.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { describeSystem, VERSION } from "../version.ts";
import type { Commands } from "./commands.ts";
import type { NodeState } from "./node-state.ts";

export interface HeartbeatDependencies {
  api: NodeApi;
  outbox: Outbox;
  logger: CrawlLogger;
  clock: SleepingClock;
  commands: Commands;
  measure(): Promise<NodeMetrics>;
}

/** Interval until the API names its own. */
const FIRST_INTERVAL_MS = 5000;
const MIN_INTERVAL_MS = 100;
const TIMEOUT_MS = 10_000;
const MAX_WORK = 64;

export class HeartbeatLoop {
  readonly #dependencies: HeartbeatDependencies;
  readonly #state: NodeState;
  #intervalMs = FIRST_INTERVAL_MS;

  constructor(dependencies: HeartbeatDependencies, state: NodeState) {
    this.#dependencies = dependencies;
    this.#state = state;
  }

  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await this.send(TIMEOUT_MS);
      await this.#dependencies.clock.sleep(this.#intervalMs);
    }
  }

  /** Sends one heartbeat. A failure is logged: the next one says the same. */
  async send(timeoutMs: number): Promise<void> {
    const { api, logger, measure, commands } = this.#dependencies;
    const done = commands.done();
    try {
      const answer = await api.heartbeat(this.#heartbeat(await measure(), done), { timeoutMs });
      this.#intervalMs = Math.max(MIN_INTERVAL_MS, answer.interval_ms);
      commands.confirmed(done);
      for (const { command, done: result } of commands.take(answer.commands)) {
        const level = result.ok ? "info" : "warn";
        logger[level]("node.command", { command: command.kind, ok: result.ok, answer: result.message });
      }
    } catch (error) {
      const level = error instanceof ApiRejected ? "error" : "warn";
      logger[level]("node.heartbeat-failed", { error: messageWithCause(error) });
    }
  }

  #heartbeat(metrics: NodeMetrics, done: Heartbeat["done"]): Heartbeat {
    const { outbox } = this.#dependencies;
    const { session, platforms, labels, slots, activity, leases, totals } = this.#state;
    return {
      sent_at: Date.now(),
      session,
      version: VERSION,
      package_version: VERSION,
      node_version: process.versions.node,
      os: describeSystem(),
      hostname: hostname().slice(0, 253),
      platforms,
      labels,
      slots,
      activity,
      metrics,
      work: [...leases.keys()].slice(0, MAX_WORK).map(({ claim, pages, since }) => ({
        keyword_id: claim.keyword_id,
        fence: claim.fence,
        platform: claim.platform,
        keyword: claim.keyword.slice(0, 200),
        city: claim.city.slice(0, 40),
        pages,
        since,
      })),
      spooled: outbox.waiting(),
      totals: {
        pages: totals.pages,
        rows: totals.rows,
        failed_pages: totals.failedPages,
        dropped: outbox.totals().dropped,
      },
      done,
    };
  }
}
