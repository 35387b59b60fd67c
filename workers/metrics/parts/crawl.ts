import type { Sample } from "../../../shared/contracts/metrics.ts";
import { COMPANY_STATES, KEYWORD_STATES, OUTCOMES, PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { coverage } from "../../../shared/domain/coverage.ts";
import { mergeStats } from "../../../shared/domain/merge-stats.ts";
import { GOOD_OUTCOMES } from "../../../shared/domain/retry-policy.ts";
import { type MetricServices, sample } from "../metric-services.ts";
import { spreadSamples } from "./spread-samples.ts";

/** Reads the counters of the keyword ledgers. */
export async function readKeywords({ ledgers }: MetricServices): Promise<Sample[]> {
  const platforms = await Promise.all(
    PLATFORMS.map(async (platform) => ({
      platform,
      stats: mergeStats(await Promise.all(ledgers(platform).map((ledger) => ledger.stats()))),
    })),
  );
  const total = (of: (stats: ReturnType<typeof mergeStats>) => number) =>
    platforms.reduce((sum, { stats }) => sum + of(stats), 0);
  const onNodes = total(({ running_on_nodes }) => running_on_nodes);
  return [
    ...platforms.flatMap(({ platform, stats }) => {
      const share = coverage(stats.distinct, stats.reported);
      return [
        ...KEYWORD_STATES.map((state) =>
          sample("jobdata_keywords", stats.states[state], { platform, state }),
        ),
        sample("jobdata_keywords_ready", stats.ready, { platform }),
        sample("jobdata_crawl_pages_total", stats.pages, { platform }),
        sample("jobdata_crawl_rows_total", stats.rows, { platform }),
        sample("jobdata_crawl_invalid_rows_total", stats.invalid, { platform }),
        sample("jobdata_crawl_pages_per_second", stats.pages_last_minute / 60, { platform }),
        ...(share === null ? [] : [sample("jobdata_crawl_coverage_ratio", share, { platform })]),
      ];
    }),
    sample("jobdata_workers_active", Math.max(0, total(({ states }) => states.running) - onNodes), {
      kind: "keywords_edge",
    }),
    sample("jobdata_workers_active", onNodes, { kind: "keywords_nodes" }),
  ];
}

/** Reads what each platform's gate measured. */
export async function readGates({ gateMeasures }: MetricServices): Promise<Sample[]> {
  const gates = await Promise.all(
    PLATFORMS.map(async (platform) => ({ platform, ...(await gateMeasures(platform)) })),
  );
  return gates.flatMap(({ platform, breaker, in_flight, outcomes, recent }) => {
    const counted = OUTCOMES.map((outcome) => [outcome, recent.outcomes[outcome] ?? 0] as const);
    const all = counted.reduce((sum, [, count]) => sum + count, 0);
    const good = counted.reduce(
      (sum, [outcome, count]) => sum + (GOOD_OUTCOMES.includes(outcome) ? count : 0),
      0,
    );
    return [
      sample("jobdata_breaker_open", breaker === "closed" ? 0 : 1, { platform }),
      sample("jobdata_requests_in_flight", in_flight, { platform }),
      ...OUTCOMES.map((outcome) =>
        sample("jobdata_requests_total", outcomes[outcome] ?? 0, { platform, outcome }),
      ),
      ...(all === 0
        ? []
        : [
            ...counted.map(([outcome, count]) =>
              sample("jobdata_recent_requests", count, { platform, outcome }),
            ),
            sample("jobdata_request_error_ratio", (all - good) / all, { platform }),
          ]),
      ...spreadSamples("jobdata_request_seconds", recent.time, { platform }),
    ];
  });
}

/** Reads the cleaning queues. */
export async function readCompanies({ companyLedger }: MetricServices): Promise<Sample[]> {
  const platforms = await Promise.all(
    PLATFORMS.map(async (platform) => ({ platform, states: (await companyLedger(platform).stats()).states })),
  );
  return [
    ...platforms.flatMap(({ platform, states }) =>
      COMPANY_STATES.map((state) => sample("jobdata_companies", states[state], { platform, state })),
    ),
    sample(
      "jobdata_workers_active",
      platforms.reduce((sum, { states }) => sum + states.running, 0),
      { kind: "companies" },
    ),
  ];
}
