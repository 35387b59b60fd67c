/** Baselines and daily reports of quality, in D1. */
import { desc, eq, sql } from "drizzle-orm";
import type { QualityBaseline, QualityReport } from "../../shared/contracts/quality.ts";
import { qualityBaselines, qualityReports } from "../db/quality-schema.ts";
import type { Database } from "../db/run-batch.ts";

export interface QualityStore {
  baselines(): Promise<QualityBaseline[]>;
  /** Replaces those of the same kinds of rows; the others stay. */
  saveBaselines(baselines: readonly QualityBaseline[]): Promise<void>;
  /** Unix ms; null before the first. */
  baselinesMadeAt(): Promise<number | null>;
  report(day: string): Promise<QualityReport | null>;
  /** Newest first; at most `limit`. */
  reportDays(limit: number): Promise<string[]>;
  /** @returns false when the day has its report already */
  addReport(report: QualityReport): Promise<boolean>;
  mailed(day: string, at: number): Promise<void>;
}

export const createQualityStore = (db: Database): QualityStore => ({
  async baselines() {
    const rows = await db.select().from(qualityBaselines);
    return rows.map(({ platform, channel, dataType, days, fields, madeAt }) => ({
      platform,
      channel,
      data_type: dataType,
      days,
      fields,
      made_at: madeAt,
    }));
  },
  async saveBaselines(baselines) {
    const writes = baselines.map(
      ({ platform, channel, data_type: dataType, days, fields, made_at: madeAt }) => {
        const values = { days, fields, madeAt };
        return db
          .insert(qualityBaselines)
          .values({ platform, channel, dataType, ...values })
          .onConflictDoUpdate({
            target: [qualityBaselines.platform, qualityBaselines.channel, qualityBaselines.dataType],
            set: values,
          });
      },
    );
    const [first, ...rest] = writes;
    if (first) await db.batch([first, ...rest]);
  },
  async baselinesMadeAt() {
    const row = await db
      .select({ at: sql<number | null>`max(${qualityBaselines.madeAt})` })
      .from(qualityBaselines)
      .get();
    return row?.at ?? null;
  },
  async report(day) {
    const row = await db.select().from(qualityReports).where(eq(qualityReports.day, day)).get();
    return row?.report ?? null;
  },
  async reportDays(limit) {
    const rows = await db
      .select({ day: qualityReports.day })
      .from(qualityReports)
      .orderBy(desc(qualityReports.day))
      .limit(limit);
    return rows.map(({ day }) => day);
  },
  async addReport(report) {
    const added = await db
      .insert(qualityReports)
      .values({ day: report.day, report, madeAt: report.made_at })
      .onConflictDoNothing()
      .returning({ day: qualityReports.day });
    return added.length > 0;
  },
  async mailed(day, at) {
    await db.update(qualityReports).set({ mailedAt: at }).where(eq(qualityReports.day, day));
  },
});
