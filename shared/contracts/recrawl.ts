/** Adaptive recrawl of a platform (X17). */
import { z } from "zod";
import { RECRAWL_MODES } from "./vocabulary.ts";

export const RecrawlMode = z.enum(RECRAWL_MODES);
export type RecrawlMode = z.infer<typeof RecrawlMode>;

export const RecrawlReport = z.object({
  mode: RecrawlMode,
  fixed_ms: z.number().nullable().describe("Fixed interval (RECRAWL_HOURS), ms; null: never again"),
  keywords: z
    .number()
    .int()
    .describe("Keywords whose change rate is known: they were searched again at least once"),
  changes_per_hour: z.number().describe("New and changed postings that they bring, per hour"),
  fixed_requests_per_day: z.number().describe("Requests a day by the fixed interval"),
  adaptive_requests_per_day: z
    .number()
    .describe("Requests a day by their own intervals: never more, never above the pace"),
  adaptive_delay_ms: z
    .number()
    .describe(
      "Mean time until a new or changed posting is seen by their own intervals, ms; by the fixed one it is fixed_ms / 2",
    ),
});
export type RecrawlReport = z.infer<typeof RecrawlReport>;

/** Joins the reports of a platform's ledgers. The mode is that of most of them; a change that failed half way is set again. */
export function joinReports(reports: readonly RecrawlReport[]): RecrawlReport {
  const sum = (value: (report: RecrawlReport) => number) =>
    reports.reduce((total, report) => total + value(report), 0);
  const count = (mode: RecrawlMode) => reports.filter((report) => report.mode === mode).length;
  const changes = sum((report) => report.changes_per_hour);
  const delay = sum((report) => report.adaptive_delay_ms * report.changes_per_hour);
  return {
    mode: RECRAWL_MODES.reduce((most, mode) => (count(mode) > count(most) ? mode : most), RECRAWL_MODES[0]),
    fixed_ms: reports[0]?.fixed_ms ?? null,
    keywords: sum((report) => report.keywords),
    changes_per_hour: changes,
    fixed_requests_per_day: sum((report) => report.fixed_requests_per_day),
    adaptive_requests_per_day: sum((report) => report.adaptive_requests_per_day),
    adaptive_delay_ms: changes === 0 ? (reports[0]?.fixed_ms ?? 0) / 2 : delay / changes,
  };
}
