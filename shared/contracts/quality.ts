/** Data quality (X14): what is measured of stored rows, and what became of batches that are far off it. */
import { z } from "zod";
import { Channel, DataType, Platform } from "./platform.ts";
import { QUALITY_FINDINGS, QUARANTINE_STATES } from "./vocabulary.ts";

const share = z.number().min(0).max(1);

/** Why a batch is far off. */
export const QualityFinding = z.object({
  field: z
    .string()
    .describe("Field of the typed row; age_days, date_not_ahead and in_searched_city are made of others"),
  kind: z
    .enum(QUALITY_FINDINGS)
    .describe(
      "missing: rows without it; unread: the site says it and the parser could not read it; range: the median is out of range; same: nearly all rows say the same",
    ),
  rows: z.number().int().describe("Rows of the batch that count for the field"),
  off: z
    .number()
    .int()
    .describe("Rows among them that are missing, unread or the same; all of them for a range"),
  expected: share.nullable().describe("Share of such rows in the baseline; null for a range"),
  median: z.number().nullable().describe("Median of the batch; null except for a range"),
  low: z.number().nullable().describe("Lowest median that is ordinary; null except for a range"),
  high: z.number().nullable().describe("Highest median that is ordinary; null except for a range"),
});
export type QualityFinding = z.infer<typeof QualityFinding>;

/** What is ordinary for a field, from the stored rows of the last days. */
export const FieldBaseline = z.object({
  /** Shares of rows. */
  missing: share,
  unread: share,
  /** How much rows of one batch resemble each other in having the field, from 0 to 1. */
  rho: share,
  /** 0.5 and 99.5 % points of its numbers; null where it has none. */
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type FieldBaseline = z.infer<typeof FieldBaseline>;

/** Baselines of one kind of rows. */
export const QualityBaseline = z.object({
  platform: Platform,
  channel: Channel,
  data_type: DataType,
  /** Days with enough rows that it is made of. */
  days: z.number().int(),
  /** Unix ms. */
  made_at: z.number().int(),
  fields: z.record(z.string(), FieldBaseline),
});
export type QualityBaseline = z.infer<typeof QualityBaseline>;

/** What the check says of a batch that is far off. */
export const QualityVerdict = z.object({
  /** False where the check only reports: the batch is stored like any other. */
  holds: z.boolean(),
  findings: z.array(QualityFinding).min(1),
});
export type QualityVerdict = z.infer<typeof QualityVerdict>;

export const QuarantineState = z.enum(QUARANTINE_STATES);
export type QuarantineState = z.infer<typeof QuarantineState>;

/** What a person decided about a quarantined batch. */
export interface QuarantineDecision {
  kind: "released" | "dropped";
  /** Name of the person. */
  by: string;
  why: string;
  /** Unix ms. */
  at: number;
}

/** Whoever decides, and the reason. */
export type Decider = Pick<QuarantineDecision, "by" | "why">;

const maybe = z.number().nullable();

/** One field on one day, beside its baseline. */
export const QualityCell = z.object({
  platform: Platform,
  channel: Channel,
  data_type: DataType,
  field: z.string(),
  day: z.string().describe("Day of China, YYYY-MM-DD"),
  rows: z.number().int().describe("Rows collected that day that count for the field"),
  fill_rate: share.describe("Share of rows that have it"),
  unread: share.describe("Share of rows whose text the parser could not read"),
  p1: maybe.describe("1 % point of its numbers; null where it has none"),
  p50: maybe.describe("Median"),
  p99: maybe.describe("99 % point"),
  newest_at: z
    .number()
    .int()
    .describe("When the newest of the rows was collected, Unix time in milliseconds"),
  baseline_days: z.number().int().describe("Days with enough rows in the 28 before; below 3 nothing is off"),
  expected_fill_rate: maybe.describe("Median of those days"),
  expected_unread: maybe,
  expected_p50: maybe,
  fill_rate_low: maybe.describe("Below it the fill rate is off"),
  unread_high: maybe.describe("Above it the unread share is off"),
  p50_low: maybe.describe("Outside of p50_low and p50_high the median is off"),
  p50_high: maybe,
  off: z.enum(QUALITY_FINDINGS).nullable().describe("What is off; null for an ordinary day"),
});
export type QualityCell = z.infer<typeof QualityCell>;

/** The rows of one kind on one day. */
const QualityKind = z.object({
  platform: Platform,
  channel: Channel,
  data_type: DataType,
  rows: z.number().int(),
  expected_rows: maybe.describe("Median of the days of the baseline; null without one"),
  newest_at: z.number().int(),
});

/** The daily report. */
export const QualityReport = z.object({
  day: z.string(),
  made_at: z.number().int(),
  kinds: z.array(QualityKind),
  off: z.array(QualityCell).describe("The fields that are off, the farthest first"),
  quarantine: z.object({
    batches: z.number().int().describe("Batches that wait for a person"),
    rows: z.number().int(),
  }),
});
export type QualityReport = z.infer<typeof QualityReport>;
