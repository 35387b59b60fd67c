import { createRoute, z } from "@hono/zod-openapi";
import { KeywordState, Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { coverage } from "../../../shared/domain/coverage.ts";
import { mergeStats } from "../../../shared/domain/merge-stats.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { exampleBacklog, exampleIngestCounts } from "../ingest/examples.ts";
import { IngestBacklog, IngestCounts, ingestBacklog, ingestCounts } from "../ingest/ingest-view.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleGate } from "./examples.ts";
import { GateView } from "./gate-view.ts";

const count = z.number().int();

const PlatformStatus = z.object({
  platform: Platform,
  fetch_mode: z.enum(["http", "browser"]),
  states: z.record(KeywordState, count).describe("Keywords by state"),
  ready: count.describe("Keywords that are due: they could be picked now"),
  runnable: count.describe("Keywords that rest or wait and that POST …/run-all would make due"),
  next_due_at: Instant.nullable(),
  pages: count,
  pages_per_minute: count.describe("Pages saved in the last full minute"),
  rows: count,
  invalid: count,
  reported: count.describe("Newest totals the site reported, over the keywords with a coverage"),
  distinct: count.describe(
    "Distinct postings of those keywords, seen since the last complete crawl of each began; of each at most its total",
  ),
  coverage: z.number().nullable().describe("distinct / reported; null while no keyword has one"),
  unknown: count.describe(
    "Keywords without a coverage: new ones, and those whose first run was blocked or failed",
  ),
  gate: GateView,
  ingest: IngestCounts,
});

const route = createRoute({
  operationId: "listPlatforms",
  method: "get",
  path: "/api/v1/platforms",
  tags: ["platforms"],
  summary: "Live status of each platform",
  request: { query: WholeListQuery },
  responses: {
    200: okResponse(
      "A page of the platforms, and the ingest they share",
      pageOf(PlatformStatus).extend({ ingest: IngestBacklog }),
      {
        items: [
          {
            platform: "boss",
            fetch_mode: "browser",
            states: {
              pending: 12,
              queued: 6,
              running: 2,
              partial: 0,
              done: 40,
              failed: 1,
              blocked: 0,
              paused: 3,
            },
            ready: 12,
            runnable: 41,
            next_due_at: EXAMPLE_NOW + 60_000,
            pages: 84,
            pages_per_minute: 5,
            rows: 1260,
            invalid: 1,
            reported: 1310,
            distinct: 1245,
            coverage: 0.95,
            unknown: 20,
            gate: exampleGate,
            ingest: exampleIngestCounts,
          },
        ],
        next_cursor: null,
        ingest: exampleBacklog,
      },
    ),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("platforms", (platform: Platform) => platform);

export const listPlatforms = operation("read", route, async (c) => {
  const services = c.get("services");
  const ingest = services.ingest.status();
  const page = list.page(PLATFORMS, c.req.valid("query"));
  const items = await Promise.all(
    page.items.map(async (platform) => {
      const [shards, gate, { by_platform: byPlatform }] = await Promise.all([
        Promise.all(services.ledgers(platform).map((ledger) => ledger.stats())),
        services.gate(platform).status(),
        ingest,
      ]);
      const stats = mergeStats(shards);
      return {
        platform,
        fetch_mode: services.config.platforms[platform].fetch_mode,
        states: stats.states,
        ready: stats.ready,
        runnable: stats.runnable,
        next_due_at: stats.next_due_at,
        pages: stats.pages,
        pages_per_minute: stats.pages_last_minute,
        rows: stats.rows,
        invalid: stats.invalid,
        reported: stats.reported,
        distinct: stats.distinct,
        coverage: coverage(stats.distinct, stats.reported),
        unknown: stats.unknown,
        gate,
        ingest: ingestCounts(byPlatform[platform]),
      };
    }),
  );
  return ok(c, { items, next_cursor: page.next_cursor, ingest: ingestBacklog(await ingest) });
});
