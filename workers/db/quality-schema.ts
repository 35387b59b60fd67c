/** Data quality (X14): baselines that batches are compared with, and the report of each day. Both are written once a day. */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Channel, DataType, Platform } from "../../shared/contracts/platform.ts";
import type { QualityBaseline, QualityReport } from "../../shared/contracts/quality.ts";
import { instant } from "./columns.ts";

export const qualityBaselines = sqliteTable(
  "quality_baselines",
  {
    platform: text("platform").$type<Platform>().notNull(),
    channel: text("channel").$type<Channel>().notNull(),
    dataType: text("data_type").$type<DataType>().notNull(),
    /** Days that it is made of. */
    days: integer("days").notNull(),
    fields: text("fields", { mode: "json" }).$type<QualityBaseline["fields"]>().notNull(),
    madeAt: instant("made_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.platform, table.channel, table.dataType] })],
);

export const qualityReports = sqliteTable("quality_reports", {
  /** Day of China, YYYY-MM-DD. */
  day: text("day").primaryKey(),
  report: text("report", { mode: "json" }).$type<QualityReport>().notNull(),
  madeAt: instant("made_at").notNull(),
  /** Null where it was not mailed. */
  mailedAt: instant("mailed_at"),
});
