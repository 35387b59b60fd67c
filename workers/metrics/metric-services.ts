/** What the metrics are read from; built in `workers/services/metrics.ts`. */
import type { Clock } from "../../shared/clock.ts";
import type { CompanyLedgerApi } from "../../shared/contracts/company-ledger.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { MetricLabel } from "../../shared/contracts/metrics/metric.ts";
import type { MetricName, Sample } from "../../shared/contracts/metrics.ts";
import type { NodeFleetApi } from "../../shared/contracts/node-fleet.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { GateMeasures } from "../../shared/contracts/platform-gate.ts";
import type { DeliveryLedgerApi } from "../../shared/contracts/push.ts";
import type { RequestMeterApi } from "../../shared/contracts/request-meter.ts";
import type { TaskQueue } from "../../shared/contracts/task.ts";
import type { TaskLedgerApi } from "../../shared/contracts/task-ledger.ts";
import type { Logger } from "../../shared/log.ts";
import type { DictionaryStore } from "../dictionaries/dictionary-store.ts";
import type { JobFacts } from "../facts/create-job-facts.ts";
import type { FigureService } from "../figures/create-figures.ts";
import type { HealthCheck } from "../health.ts";
import type { QualityStore } from "../quality/quality-store.ts";
import type { ScheduleStore } from "../schedule/schedule-store.ts";
import type { SlotStore } from "../schedule/slot-store.ts";
import type { FindingStore } from "../uploads/finding-store.ts";

/** Every call reads counters or the head of an index, never a table whole. */
export interface MetricServices {
  clock: Clock;
  logger: Pick<Logger, "warn">;
  taskLedger(queue: TaskQueue): Pick<TaskLedgerApi, "status" | "measures">;
  /** All shards of a platform. */
  ledgers(platform: Platform): Pick<KeywordLedgerApi, "stats">[];
  companyLedger(platform: Platform): Pick<CompanyLedgerApi, "stats">;
  gateMeasures(platform: Platform): Promise<GateMeasures>;
  ingest: Pick<IngestLedgerApi, "status" | "newestStored"> & Pick<DeliveryLedgerApi, "endpointStates">;
  fleet: Pick<NodeFleetApi, "list">;
  requestMeter: Pick<RequestMeterApi, "measures">;
  schedules: Pick<ScheduleStore, "states">;
  slots: Pick<SlotStore, "counts" | "rangesFrom">;
  /** Cloudflare's queues. */
  queues: readonly {
    name: string;
    metrics(): Promise<{ backlogCount: number; oldestMessageTimestamp?: Date }>;
  }[];
  health: readonly HealthCheck[];
  jobFacts: Pick<JobFacts, "asOf">;
  figures: Pick<FigureService, "lastCheck">;
  quality: Pick<QualityStore, "reportDays" | "report">;
  dictionaries: Pick<DictionaryStore, "proposed">;
  findings: FindingStore["list"];
}

export const sample = (
  name: MetricName,
  value: number,
  labels: Partial<Record<MetricLabel, string>> = {},
): Sample => ({ name, labels, value });

/** @returns seconds since `at`, Unix ms; 0 without one, and never below 0 */
export const secondsSince = (at: number | null, now: number): number =>
  at === null ? 0 : Math.max(0, (now - at) / 1000);
