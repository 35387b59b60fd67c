import type { Sample } from "../../../shared/contracts/metrics.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { type MetricServices, sample, secondsSince } from "../metric-services.ts";

const RESULTS = ["received", "inserted", "changed", "duplicates", "invalid"] as const;

/** Reads the way into ClickHouse. */
export async function readIngest({ ingest, clock }: MetricServices): Promise<Sample[]> {
  const [status, newest] = await Promise.all([ingest.status(), ingest.newestStored()]);
  const now = clock.now();
  return [
    sample("jobdata_ingest_waiting_batches", status.waiting_batches),
    sample("jobdata_ingest_waiting_rows", status.waiting_rows),
    sample("jobdata_ingest_oldest_waiting_seconds", secondsSince(status.oldest_waiting_at, now)),
    ...PLATFORMS.flatMap((platform) => [
      sample("jobdata_ingest_batches_total", status.by_platform[platform]?.batches ?? 0, { platform }),
      ...RESULTS.map((result) =>
        sample("jobdata_ingest_rows_total", status.by_platform[platform]?.[result] ?? 0, {
          platform,
          result,
        }),
      ),
    ]),
    sample("jobdata_dead_letters", status.dead_batches, { kind: "ingest" }),
    sample("jobdata_quarantined_batches", status.quarantined_batches),
    sample("jobdata_quarantined_rows", status.quarantined_rows),
    ...(newest === null ? [] : [sample("jobdata_stored_age_seconds", secondsSince(newest, now))]),
  ];
}

/** Reads the push-on of stored batches. */
export async function readPush({ ingest, clock }: MetricServices): Promise<Sample[]> {
  const targets = await ingest.endpointStates();
  const sum = (of: (target: (typeof targets)[number]) => number) =>
    targets.reduce((total, target) => total + of(target), 0);
  const now = clock.now();
  const oldest = targets.map(({ oldest_waiting_at }) => secondsSince(oldest_waiting_at, now));
  return [
    sample(
      "jobdata_push_waiting",
      sum(({ waiting }) => waiting),
    ),
    sample("jobdata_push_oldest_waiting_seconds", Math.max(0, ...oldest)),
    sample(
      "jobdata_push_failing_targets",
      sum(({ failing_since }) => (failing_since === null ? 0 : 1)),
    ),
    sample(
      "jobdata_dead_letters",
      sum(({ dead }) => dead),
      { kind: "push" },
    ),
  ];
}
