import { createRoute } from "@hono/zod-openapi";
import type { PlatformRoom } from "../../../../shared/contracts/fleet.ts";
import type { Claim } from "../../../../shared/contracts/ledger.ts";
import { LeaseAnswer, LeaseRequest } from "../../../../shared/contracts/node-api.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { claimToWire } from "../../../../shared/crawl/node-wire.ts";
import type { Services } from "../../../services-types.ts";
import { answer, errors, ok } from "../../answers.ts";
import { body } from "../../auth-view.ts";
import { operation } from "../../context.ts";
import { IdParam } from "../../fields.ts";
import { fleetValue } from "../../nodes/node-view.ts";
import { checkClock, checkOwnNode } from "../../nodes/own-node.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/leases",
  tags: ["node protocol"],
  summary: "A node asks for keywords; it gets no more than the platforms' shared budget allows",
  request: { params: IdParam, body: body(LeaseRequest) },
  responses: { 200: answer("What it may work on", LeaseAnswer), ...errors(400, 404, 413, 415, 422) },
});

/** What a platform has to give: within its concurrency, edge and nodes counted together, and not while its breaker is open. */
async function roomOf(services: Services, platform: Platform): Promise<PlatformRoom> {
  const { concurrency, runs_on, node_labels: labels } = services.config.platforms[platform];
  if (runs_on === "edge") return { platform, room: 0, full: false, labels };
  const [gate, ...stats] = await Promise.all([
    services.gate(platform).status(),
    ...services.ledgers(platform).map((ledger) => ledger.stats()),
  ]);
  const sum = (of: (one: (typeof stats)[number]) => number) =>
    stats.reduce((total, one) => total + of(one), 0);
  const work = sum(({ ready, states }) => ready + states.queued);
  if (work === 0 || gate.breaker === "open") return { platform, room: 0, full: false, labels };
  const room = Math.max(0, concurrency - sum(({ states }) => states.running));
  return { platform, room: Math.min(room, work), full: room === 0, labels };
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
    const { grants, reason, waitMs } = fleetValue(await services.fleet.place(id, labels, free, rooms));
    const claims: Claim[] = [];
    for (const { platform, keywords } of grants) {
      let left = keywords;
      for (const ledger of services.ledgers(platform)) {
        if (left === 0) break;
        const claimed = await ledger.claim(`node:${id}`, left);
        left -= claimed.length;
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
