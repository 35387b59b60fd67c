/** What the API says of coverage: how much of the market is held, and what to search next. */
import { z } from "zod";
import { Platform } from "./platform.ts";

/** Days of a period when the caller names none. */
export const COVERAGE_DAYS = 30;

/** What belongs to every figure of an answer (X18). */
export const CoverageCard = z.object({
  from: z.iso.date().describe("First day of the period, day of China"),
  to: z.iso.date().describe("Last day of the period, day of China"),
  method: z.string().describe("Version of the method; figures of two versions do not compare"),
  as_of: z.number().int().nullable().describe("Everything stored by then is counted, Unix ms"),
});
export type CoverageCard = z.infer<typeof CoverageCard>;

const NO_ESTIMATE_REASONS = ["few-keywords", "few-recaptures"] as const;
export type NoEstimateReason = (typeof NO_ESTIMATE_REASONS)[number];

const figures = {
  platform: Platform,
  held: z.number().int().describe("N: postings of the period that we hold"),
  keywords: z.number().int().describe("Keywords that found some of them in the period"),
  recaptures: z.number().int().describe("Postings that two or more keywords found"),
  estimate: z
    .object({
      total: z.number().int().describe("Postings that there are, estimated"),
      low: z.number().int().describe("Lower end of the interval, never below what is held"),
      high: z.number().int(),
      share: z.number().describe("held / total"),
    })
    .nullable()
    .describe("Null where it can't be said"),
  reason: z.enum(NO_ESTIMATE_REASONS).nullable().describe("Why it can't be said"),
  sampled: z
    .number()
    .int()
    .describe("One posting in so many was looked at for the estimate; 1: every posting"),
};

export const CityCoverage = z.object({
  ...figures,
  city: z.string().nullable().describe("City of the work place; null for postings that name none"),
});
export type CityCoverage = z.infer<typeof CityCoverage>;

export const GroupCoverage = z.object({
  ...figures,
  group: z.string().describe("All keywords that contain this word are the group"),
});
export type GroupCoverage = z.infer<typeof GroupCoverage>;

export const NextKeyword = z.object({
  platform: Platform,
  city: z.string().describe("City that it would be searched in"),
  keyword: z.string(),
  held: z.number().int().describe("Held postings with the word in title or skills"),
  unseen: z.number().describe("Postings that its search is expected to bring and that we do not hold"),
  requests: z.number().int().describe("Requests that its search takes"),
  unseen_per_request: z.number(),
});
export type NextKeyword = z.infer<typeof NextKeyword>;

/** Days of the market index when the caller names none. */
export const INDEX_DAYS = 90;

export const MarketIndexPoint = z.object({
  day: z.iso.date().describe("Day of China"),
  value: z.number().nullable().describe("Null where no search can be compared with the day before"),
  cells: z.number().int().describe("Searches (platform, keyword, city) that were compared"),
});
export type MarketIndexPoint = z.infer<typeof MarketIndexPoint>;
