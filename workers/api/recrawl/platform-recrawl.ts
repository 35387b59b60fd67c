/** The recrawl of one platform, joined from its ledgers. */
import type { z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { joinReports, RecrawlReport } from "../../../shared/contracts/recrawl.ts";
import type { Services } from "../services.ts";

export const PlatformRecrawl = RecrawlReport.extend({ platform: Platform });
export type PlatformRecrawl = z.infer<typeof PlatformRecrawl>;

export async function recrawlOf(services: Services, platform: Platform): Promise<PlatformRecrawl> {
  const reports = await Promise.all(services.ledgers(platform).map((ledger) => ledger.recrawl()));
  return { platform, ...joinReports(reports) };
}

export const exampleRecrawl = {
  platform: "qcwy",
  mode: "shadow",
  fixed_ms: 86_400_000,
  keywords: 118,
  changes_per_hour: 41.5,
  fixed_requests_per_day: 312,
  adaptive_requests_per_day: 311.6,
  adaptive_delay_ms: 17_280_000,
} satisfies PlatformRecrawl;
