/** Quality of the stored rows by day (X14). */

import { z } from "zod";
import { Channel, DataType } from "../contracts/platform.ts";
import { column, count, instant, member, number, word } from "./column.ts";
import { platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

const sum = (comment: string) => column("Float64", z.number(), comment);

export const qualityPerDay = defineTable({
  name: "quality_per_day",
  comment:
    "How well each field was filled in the rows collected on a day; 400 days. Measured by the hour by the schedule measure-quality; read with FINAL",
  columns: {
    data_type: member(DataType, "kind of rows"),
    platform,
    field: word("field of the typed row; age_days, date_not_ahead and in_searched_city are made of others"),
    channel: member(Channel, "channel of the site that the rows were collected through"),
    day: column("Date", z.string(), "day of China Standard Time (UTC+8) on which they were collected"),
    rows: count("UInt64", "rows that count for the field"),
    filled: count("UInt64", "rows that have it"),
    unread: count("UInt64", "rows whose text the parser could not read"),
    pages: count("UInt64", "batches with at least 10 such rows"),
    page_missing: sum("sum over those of the share of rows without it"),
    page_squares: sum("sum of the squares of that share"),
    page_inverse: sum("sum of 1 by the number of rows"),
    low: number("Float64", "0.5 % point of its numbers"),
    p1: number("Float64", "1 % point"),
    p50: number("Float64", "median"),
    p99: number("Float64", "99 % point"),
    high: number("Float64", "99.5 % point"),
    newest_at: instant("when the newest of the rows was collected"),
    measured_at: instant("when it was measured"),
  },
});
