/** The quality of the stored rows, for the API and the schedule. */
import type { QualityCell, QualityReport } from "../../shared/contracts/quality.ts";
import { addDays } from "../../shared/domain/china-day.ts";
import { BASELINE_DAYS } from "../../shared/domain/quality/baselines.ts";
import { cellOf, cellsOf } from "../../shared/domain/quality/report.ts";
import { type MeasureReport, type MeasureServices, measureQuality } from "./measure-quality.ts";
import { type DaysFilter, readQualityDays } from "./quality-days.ts";

export interface Quality {
  /** @param owner of the lock: the request's id @param force also when nothing is known to have come in */
  measure(owner: string, force?: boolean): Promise<MeasureReport>;
  /** When the rows were last measured, Unix ms; null before that. */
  measuredAt(): Promise<number | null>;
  /** The fields of one kind of rows on a day. @throws ApiError dependency_unavailable */
  day(day: string, dataType: string): Promise<QualityCell[]>;
  /** One field over the days from `from` to `to`, both included. */
  trend(filter: DaysFilter): Promise<QualityCell[]>;
  report(day: string): Promise<QualityReport | null>;
  /** Days that have a report, newest first. */
  reportDays(limit: number): Promise<string[]>;
}

export function createQuality(services: MeasureServices): Quality {
  const { ask, store, state } = services;
  return {
    measure: (owner, force) => measureQuality(services, owner, force),
    measuredAt: async () => (await state.read())?.startedAt ?? null,
    async day(day, dataType) {
      const rows = await readQualityDays(ask, { from: addDays(day, -BASELINE_DAYS), to: day, dataType });
      return cellsOf(rows, day);
    },
    async trend({ from, ...filter }) {
      const rows = await readQualityDays(ask, { ...filter, from: addDays(from, -BASELINE_DAYS) });
      return rows.filter(({ day }) => day >= from).map((row) => cellOf(row, rows));
    },
    report: (day) => store.report(day),
    reportDays: (limit) => store.reportDays(limit),
  };
}
