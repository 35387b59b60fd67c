import { createRoute } from "@hono/zod-openapi";
import type { PlatformRoom } from "../../../shared/contracts/fleet.ts";
import { type Claim, NODE_HOLDER } from "../../../shared/contracts/ledger.ts";
import { LeaseAnswer, LeaseRequest } from "../../../shared/contracts/node-api.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { claimToWire } from "../../../shared/crawl/node-wire.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import type { Services } from "../services.ts";
import { fleetValue } from "./node-view.ts";
import { checkClock, checkOwnNode } from "./own-node.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/lease",
  tags: ["node protocol"],
  summary: "A node asks for keywords; it gets no more than the platforms' shared budget allows",
  request: { params: IdParam, body: body(LeaseRequest) },
  responses: { 200: answer("What it may work on", LeaseAnswer), ...errors(400, 404, 413, 415, 422) },
});

interface Room extends PlatformRoom {
  /** Keywords under way, of each shard. */
  running: number[];
}

/** What a platform has to give: within its concurrency, edge and nodes counted together, and not while its breaker is open. */
async function roomOf(services: Services, platform: Platform): Promise<Room> {
  const { concurrency, runs_on, node_labels: labels } = services.config.platforms[platform];
  if (runs_on === "edge") return { platform, room: 0, full: false, labels, running: [] };
  const [gate, ...stats] = await Promise.all([
    services.gate(platform).status(),
    ...services.ledgers(platform).map((ledger) => ledger.stats()),
  ]);
  const sum = (of: (one: (typeof stats)[number]) => number) =>
    stats.reduce((total, one) => total + of(one), 0);
  const work = sum(({ ready, states }) => ready + states.queued);
  const running = stats.map(({ states }) => states.running);
  if (work === 0 || gate.breaker === "open") return { platform, room: 0, full: false, labels, running };
  const room = Math.max(0, concurrency - sum(({ states }) => states.running));
  return { platform, room: Math.min(room, work), full: room === 0, labels, running };
}

export const leaseWork = operation(
  "nodes:lease",
  route,
  async (c) => {
    const { id } = c.req.valid("param");
    const { platforms, labels, free, sent_at } = c.req.valid("json");
    checkOwnNode(c, id);
    checkClock(c, sent_at);
    const services = c.get("services");
    const { config } = services;
    const rooms = await Promise.all(platforms.map((platform) => roomOf(services, platform)));
    const { grants, reason, waitMs } = fleetValue(
      await services.fleet.place(
        id,
        labels,
        free,
        rooms.map(({ running: _, ...room }) => room),
      ),
    );
    const claims: Claim[] = [];
    for (const { platform, keywords } of grants) {
      let left = keywords;
      const running = rooms.find((room) => room.platform === platform)?.running ?? [];
      for (const [shard, ledger] of services.ledgers(platform).entries()) {
        if (left === 0) break;
        const elsewhere = running.reduce((sum, count, other) => sum + (other === shard ? 0 : count), 0);
        // The ledger counts again: others may have asked at the same time.
        const all = config.platforms[platform].concurrency - elsewhere;
        const claimed = await ledger.claim(`${NODE_HOLDER}${id}`, left, { all });
        left -= claimed.length;
        running[shard] = (running[shard] ?? 0) + claimed.length;
        claims.push(...claimed);
      }
    }
    return ok(c, {
      claims: claims.map(claimToWire),
      wait_ms: claims.length === 0 ? Math.max(waitMs, 100) : waitMs,
      reason: claims.length === 0 ? (reason ?? "no-work") : reason,
      settings: Object.fromEntries(platforms.map((platform) => [platform, config.platforms[platform]])),
      lease_ms: config.LEASE_MS,
      commit_ms: config.COMMIT_MS,
    });
  },
  { machine: true },
);
