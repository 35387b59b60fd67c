/** Gathers the figures of the stats report. */
import type { Sample } from "../../shared/contracts/metrics.ts";
import type { StatsReport } from "../../shared/contracts/stats-report.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { samplesOf } from "../../shared/domain/alerts/judge.ts";
import type { Logger } from "../../shared/log.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { NEW_JOBS, REQUESTS, SEARCHES, TABLES } from "./stats-sql.ts";

export interface StatsSources {
  ask: Ask;
  readMetrics(): Promise<Sample[]>;
  /** When ClickHouse last confirmed rows, Unix ms; null when none is known. */
  newestStored(): Promise<number | null>;
  openAlerts(): Promise<number>;
  logger: Pick<Logger, "warn">;
}

type Stored = Awaited<ReturnType<typeof readStored>>;
const NOTHING: Stored = { jobs: [], searches: [], requests: [], tables: [] };

async function readStored(ask: Ask, span: { from: number; to: number }) {
  const [jobs, searches, requests, tables] = await Promise.all([
    ask(NEW_JOBS.sql, NEW_JOBS.row, span),
    ask(SEARCHES.sql, SEARCHES.row, span),
    ask(REQUESTS.sql, REQUESTS.row, span),
    ask(TABLES.sql, TABLES.row, {}),
  ]);
  return { jobs, searches, requests, tables };
}

/** @param span Unix ms; `to` is not included */
export async function readStats(
  { ask, readMetrics, newestStored, openAlerts, logger }: StatsSources,
  span: { from: number; to: number },
): Promise<StatsReport> {
  const [samples, newest, open] = await Promise.all([readMetrics(), newestStored(), openAlerts()]);
  let missing: StatsReport["missing"] = null;
  let stored = NOTHING;
  // No query may wake a ClickHouse that sleeps while nothing comes.
  if (newest === null || newest < span.from) missing = "nothing_stored";
  else
    stored = await readStored(ask, span).catch((error) => {
      logger.warn("stats-report.no-clickhouse", { error: String(error) });
      missing = "clickhouse_away";
      return NOTHING;
    });
  const named = (metric: Sample["name"], labels: Record<string, string> = {}) =>
    samplesOf({ metric, labels }, samples);
  const sum = (...all: Parameters<typeof named>) =>
    named(...all).reduce((total, { value }) => total + value, 0);

  return {
    ...span,
    platforms: PLATFORMS.map((platform) => {
      const of = <Row extends { platform: string }>(rows: readonly Row[]): Row | undefined =>
        rows.find((row) => row.platform === platform);
      const [coverage] = named("jobdata_crawl_coverage_ratio", { platform });
      return {
        platform,
        new_jobs: of(stored.jobs)?.new_jobs ?? 0,
        jobs: of(stored.jobs)?.jobs ?? 0,
        searches: of(stored.searches)?.searches ?? 0,
        requests: of(stored.requests)?.requests ?? 0,
        failed_requests: of(stored.requests)?.failed_requests ?? 0,
        failing:
          sum("jobdata_keywords", { platform, state: "failed" }) +
          sum("jobdata_keywords", { platform, state: "blocked" }),
        coverage: coverage?.value ?? null,
        breaker_open: sum("jobdata_breaker_open", { platform }) > 0,
      };
    }),
    tables: stored.tables.map(({ table, total, bytes }) => ({ table, rows: total, bytes })),
    dead_letters: sum("jobdata_dead_letters"),
    quarantined_batches: sum("jobdata_quarantined_batches"),
    waiting_batches: sum("jobdata_ingest_waiting_batches"),
    nodes: Object.fromEntries(
      named("jobdata_nodes")
        .filter(({ value }) => value > 0)
        .map(({ labels, value }) => [labels.state ?? "", value]),
    ),
    open_alerts: open,
    missing,
  };
}
