import { createRoute } from "@hono/zod-openapi";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { Why } from "../../../shared/contracts/task.ts";
import { explain } from "../../../shared/domain/explain.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import type { Services } from "../services.ts";
import { KeywordIdParam, keywordInReach, ledgerOf } from "./find-ledger.ts";

const route = createRoute({
  operationId: "explainKeyword",
  method: "get",
  path: "/api/v1/keywords/{id}/why",
  tags: ["keywords"],
  summary: "Why a keyword is not crawled at this moment",
  request: { params: KeywordIdParam },
  responses: {
    200: okResponse("Its present blocker", Why, {
      blocker: "breaker",
      message: "the circuit breaker of the platform is open: blocked",
      position: 3,
      waits_for: [],
      until: EXAMPLE_NOW + 600_000,
      starts_at: null,
      rate_per_minute: null,
    }),
    ...errorResponses(404, 422),
  },
});

/** Causes that the platform as a whole may explain better. */
const WAITS: ReadonlySet<Why["blocker"]> = new Set(["queued", "pace", "breaker", "position", "window-full"]);

export const explainKeyword = operation("read", route, async (c) => {
  const services = c.get("services");
  const { id } = c.req.valid("param");
  const { keyword } = await keywordInReach(services, principalOf(c), id);
  const why = (await ledgerOf(services, id).why(id)) ?? explain("ended", "it is not in the queue");
  return ok(c, WAITS.has(why.blocker) ? await withPlatform(services, keyword.platform, why) : why);
});

/** Where the whole platform waits, that cause replaces the keyword's own place in the queue. */
async function withPlatform(services: Services, platform: Platform, why: Why): Promise<Why> {
  const gate = await services.gate(platform).status();
  if (gate.breaker === "open") {
    const message = `the circuit breaker of the platform is open: ${gate.cause ?? "unknown"}`;
    return { ...why, blocker: "breaker", message, until: gate.reopen_at };
  }
  if (services.config.platforms[platform].runs_on === "nodes") {
    const { nodes, starving } = await services.fleet.demand(platform);
    if (nodes + starving === 0) {
      const message = "only nodes crawl this platform, and none asks for work";
      return { ...why, blocker: "no-node", message };
    }
  }
  if (why.blocker !== "queued" || gate.next_allowed_at <= services.clock.now()) return why;
  const until = gate.next_allowed_at;
  const message = "the pace of the platform allows its next request then";
  return { ...why, blocker: "pace", message, until, starts_at: until };
}
