import { createRoute } from "@hono/zod-openapi";
import { type Claim, NODE_HOLDER } from "../../../shared/contracts/keyword-ledger.ts";
import { LeaseAnswer, LeaseRequest } from "../../../shared/contracts/node-api.ts";
import type { PlatformRoom } from "../../../shared/contracts/node-fleet.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import type { Services } from "../services.ts";
import {
  EXAMPLE_HELD_KEYWORD_ID,
  EXAMPLE_NODE_SESSION,
  EXAMPLE_RUN_ID,
  examplePart,
  exampleRun,
} from "./examples.ts";
import { checkClock, checkOwnNode } from "./own-node.ts";
import { runForNode } from "./work/run-for-node.ts";

const route = createRoute({
  operationId: "leaseWork",
  method: "post",
  path: "/api/v1/nodes/{id}/lease",
  tags: ["node protocol"],
  summary: "A node asks for keywords; it gets no more than the platforms' shared budget allows",
  request: {
    params: IdParam,
    body: jsonBody(LeaseRequest, {
      sent_at: EXAMPLE_NOW,
      session: EXAMPLE_NODE_SESSION,
      platforms: ["qcwy"],
      labels: ["cn"],
      free: 2,
    }),
  },
  responses: {
    200: okResponse("What it may work on", LeaseAnswer, {
      claims: [
        {
          keyword_id: EXAMPLE_HELD_KEYWORD_ID,
          platform: "qcwy",
          keyword: "Java",
          city: "上海",
          channel: "web",
          run_id: EXAMPLE_RUN_ID,
          fence: 12,
          lease_until: EXAMPLE_NOW + 60_000,
          attempt: 1,
          parts: [examplePart],
          run: exampleRun,
          recrawl: false,
          stale_pages: 0,
          place: { code: "020000", districts: [{ code: "021000", name: "浦东新区" }] },
        },
      ],
      wait_ms: 500,
      reason: null,
      settings: {
        qcwy: {
          list_url: "https://we.51job.com",
          detail_url: "https://jobs.51job.com",
          company_url: "https://jobs.51job.com",
          fetch_mode: "http",
          delay_ms: 3000,
          jitter_ms: 2000,
          concurrency: 2,
          timeout_ms: 20_000,
          early_stop_pages: 2,
          cap_rows: 1000,
          max_parts: 1000,
          max_pages: 2000,
          repeat_pages: 1,
          breaker_cooldown_ms: 1_800_000,
          breaker_failures: 5,
          details: "off",
          company_days: 30,
          runs_on: "both",
          node_labels: [],
        },
      },
      lease_ms: 60_000,
      commit_ms: 250,
    }),
    ...errorResponses(400, 404, 413, 415, 422),
  },
});

interface Room extends PlatformRoom {
  /** Number of running keywords by shard. */
  running: number[];
}

/**
 * How many keywords of a platform may be leased now: up to its concurrency, which edge and nodes share, and none
 * while its breaker is open.
 */
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

/**
 * The keywords with the codes of their cities in the active dictionary, which a node does not read. While D1 is down a
 * node works with the codes that it ships.
 */
async function withPlaces({ dictionaries, logger }: Services, claims: Claim[]): Promise<Claim[]> {
  try {
    const cities = await dictionaries.cities();
    return claims.map((claim) => ({ ...claim, place: cities.place(claim.platform, claim.city) }));
  } catch (error) {
    logger.warn("node.dictionary-unknown", { error: String(error) });
    return claims;
  }
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
    const {
      grants,
      reason,
      wait_ms: waitMs,
    } = unwrap(
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
        // The ledger counts again, because other nodes may lease at the same time.
        const all = config.platforms[platform].concurrency - elsewhere;
        const claimed = await ledger.claim(`${NODE_HOLDER}${id}`, left, { all });
        left -= claimed.length;
        running[shard] = (running[shard] ?? 0) + claimed.length;
        claims.push(...claimed);
      }
    }
    const runs = claims.map((claim) => ({ ...claim, run: runForNode(claim.run) }));
    const placed = runs.length === 0 ? [] : await withPlaces(services, runs);
    return ok(c, {
      claims: placed,
      wait_ms: claims.length === 0 ? Math.max(waitMs, 100) : waitMs,
      reason: claims.length === 0 ? (reason ?? "no-work") : reason,
      settings: Object.fromEntries(
        platforms.map((platform) => {
          // Nodes load no dictionary, and one of an older version knows no such setting.
          const { dictionary_url: _, ...settings } = config.platforms[platform];
          return [platform, settings];
        }),
      ),
      lease_ms: config.LEASE_MS,
      commit_ms: config.COMMIT_MS,
    });
  },
  { machine: true },
);
