/**
 * Measures the quality of the stored rows by the hour, makes the baselines of the day and the report of the day before
 * (X14). A pass that died anywhere is repeated by the next one: days that are measured again replace themselves.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import { DATA_TYPES } from "../../shared/contracts/platform.ts";
import type { QualityReport } from "../../shared/contracts/quality.ts";
import { addDays, chinaDayOf, chinaDays } from "../../shared/domain/china-day.ts";
import { BASELINE_DAYS, baselinesOf } from "../../shared/domain/quality/baselines.ts";
import { reportOf } from "../../shared/domain/quality/report.ts";
import { keptMessageOf, messageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { DAY_MS } from "../../shared/time.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { runCommand } from "../clickhouse/command.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import type { SendMail } from "../notify/mail.ts";
import { type HeldLock, runAlone } from "../with-lock.ts";
import { measureSql } from "./measure-sql.ts";
import { readQualityDays } from "./quality-days.ts";
import type { QualityStore } from "./quality-store.ts";
import { reportMail } from "./report-mail.ts";

/** Days that are measured again: uploads and released batches bring rows that were collected before. */
const DAYS_AGAIN = 3;

export interface MeasureServices {
  clickhouse: ClickHouseClient;
  ask: Ask;
  store: QualityStore;
  state: RefreshStore;
  lock: HeldLock;
  /** When ClickHouse last confirmed rows, Unix ms; null when none is known. */
  newestStored(): Promise<number | null>;
  /** Batches that wait in quarantine. */
  quarantine(): Promise<QualityReport["quarantine"]>;
  /** Null where no mail is sent. */
  sendMail: SendMail | null;
  /** Setting QUALITY_REPORT_TO. */
  reportTo: readonly string[];
  publicUrl: string;
  clock: Pick<Clock, "now">;
  logger: Pick<Logger, "info" | "warn">;
}

export type MeasureReport =
  | { skipped: "current" | "running elsewhere" }
  | { skipped: null; days: number; report: string | null; ms: number };

/**
 * @param owner of the lock: the request's id
 * @param force also when nothing is known to have come in
 * @throws ClickHouseUnavailable, ClickHouseRejected; the next call does the same again
 */
export async function measureQuality(
  services: MeasureServices,
  owner: string,
  force = false,
): Promise<MeasureReport> {
  const { state, lock, newestStored } = services;
  const last = await state.read();
  if (!force && last !== null && last.error === null) {
    const stored = await newestStored();
    if (stored === null || stored < last.startedAt) return { skipped: "current" };
  }
  return runAlone(lock, owner, services.logger, () => measure(services));
}

async function measure(services: MeasureServices): Promise<MeasureReport> {
  const { clickhouse, ask, store, state, clock } = services;
  const startedAt = clock.now();
  const today = chinaDayOf(startedAt);
  const last = await state.read();
  try {
    // The first pass measures what is stored already, so that a baseline is there at once.
    const days =
      last === null ? BASELINE_DAYS : DAYS_AGAIN + Math.ceil((startedAt - last.startedAt) / DAY_MS);
    const params = { ...chinaDays(addDays(today, -Math.min(days, BASELINE_DAYS)), today), now: startedAt };
    for (const dataType of DATA_TYPES)
      await runCommand(clickhouse, measureSql(dataType), params, { insert_deduplicate: 0 });
    const rows = await readQualityDays(ask, { from: addDays(today, -(BASELINE_DAYS + 1)), to: today });
    const madeAt = await store.baselinesMadeAt();
    if (madeAt === null || chinaDayOf(madeAt) !== today) {
      await store.saveBaselines(baselinesOf(rows, today, startedAt));
    }
    const yesterday = addDays(today, -1);
    const report = rows.some(({ day }) => day === yesterday)
      ? reportOf(rows, yesterday, await services.quarantine(), startedAt)
      : null;
    const isNew = report !== null && (await store.addReport(report));
    if (isNew) await tell(services, report);
    const finishedAt = clock.now();
    await state.save({ through: startedAt, startedAt, finishedAt, rows: rows.length });
    return { skipped: null, days, report: isNew ? yesterday : null, ms: finishedAt - startedAt };
  } catch (error) {
    await state.fail(keptMessageOf(error));
    throw error;
  }
}

/** Writes the event `quality.report`, which alerts go by, and mails the report where an address is set. */
async function tell(services: MeasureServices, report: QualityReport): Promise<void> {
  const { logger, sendMail, reportTo, store, clock, publicUrl } = services;
  logger.info("quality.report", {
    day: report.day,
    off: report.off.length,
    fields: report.off.slice(0, 10).map(({ platform, field, off }) => `${platform}:${field}:${off}`),
    ...report.quarantine,
  });
  if (sendMail === null || reportTo.length === 0) return;
  try {
    for (const to of reportTo) await sendMail({ to, ...reportMail(report, publicUrl) });
    await store.mailed(report.day, clock.now());
  } catch (error) {
    logger.warn("quality.report-not-mailed", { day: report.day, error: messageOf(error) });
  }
}
