import { createRoute, z } from "@hono/zod-openapi";
import { COMPANY_STATES } from "../../../shared/contracts/company-ledger.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const Stats = z.object({
  every_minutes: z.number().int().describe("COMPANY_EVERY_MINUTES: minutes between two runs of the schedule"),
  collect: z.number().int().describe("COMPANY_COLLECT: companies that enter in one run"),
  process: z.number().int().describe("COMPANY_PROCESS: companies at work at once"),
  platforms: z.array(
    z.object({
      platform: Platform,
      states: z.object(
        Object.fromEntries(COMPANY_STATES.map((state) => [state, z.number().int()])) as Record<
          (typeof COMPANY_STATES)[number],
          z.ZodInt
        >,
      ),
      waiting: z.number().int().describe("Companies that wait for a run of the schedule"),
      active: z.number().int().describe("Companies and pulls that are due or at work"),
      pulls: z.number().int().describe("Companies whose postings were ever pulled"),
      is_crawled: z
        .boolean()
        .describe("False where external nodes alone send requests: no company is cleaned"),
    }),
  ),
});

const route = createRoute({
  operationId: "showQueueStats",
  method: "get",
  path: "/api/v1/company-queue/stats",
  tags: ["companies"],
  summary: "How many companies of each platform are in which state, and the settings of the schedule",
  responses: {
    200: okResponse("The cleaning queues", Stats, {
      every_minutes: 5,
      collect: 50,
      process: 30,
      platforms: [
        {
          platform: "qcwy",
          states: { pending: 40, queued: 8, running: 2, done: 1200, failed: 3, blocked: 0, gone: 11 },
          waiting: 40,
          active: 10,
          pulls: 4,
          is_crawled: true,
        },
      ],
    }),
    ...errorResponses(),
  },
});

export const showQueueStats = operation("read", route, async (c) => {
  const { companyLedger, config } = c.get("services");
  const platforms = await Promise.all(
    PLATFORMS.map(async (platform) => ({
      ...(await companyLedger(platform).stats()),
      is_crawled: config.platforms[platform].runs_on !== "nodes",
    })),
  );
  return ok(c, {
    every_minutes: config.COMPANY_EVERY_MINUTES,
    collect: config.COMPANY_COLLECT,
    process: config.COMPANY_PROCESS,
    platforms,
  });
});
