/** New and open postings of each day of China. */
import { z } from "zod";
import type { Trend } from "../../shared/contracts/figures.ts";
import { addDays, daysOf } from "../../shared/domain/china-day.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf } from "./card.ts";
import type { Figure } from "./scope.ts";

const Row = z.object({ day: z.iso.date(), first: Count, last: Count });

/** A posting is open from the day on which it was first seen to the one on which it was last seen. */
export const trend: Figure<unknown, Trend> = {
  method: "trend",
  async compute(ask, scope) {
    const { table, condition, period } = scope;
    const [card, rows] = await Promise.all([
      cardOf(ask, scope, "trend"),
      ask(
        // One pass over the postings. What began before the period counts on the day before it.
        `SELECT edge.1 AS day, sum(edge.2) AS first, sum(edge.3) AS last
         FROM (
           SELECT greatest(first_day, {period_from:Date} - 1) AS first_day,
             least(last_seen_day, {period_to:Date}) AS last_day, count() AS c
           FROM ${table} WHERE ${condition.sql} GROUP BY first_day, last_day)
         ARRAY JOIN [(first_day, c, toUInt64(0)), (last_day, toUInt64(0), c)] AS edge
         GROUP BY day ORDER BY day`,
        Row,
        { ...condition.params, period_from: period.from, period_to: period.to },
      ),
    ]);
    const byDay = new Map(rows.map((row) => [row.day, row]));
    let open = byDay.get(addDays(period.from, -1))?.first ?? 0;
    const days = daysOf(period).map((day, at) => {
      const { first = 0 } = byDay.get(day) ?? {};
      // Whoever was last seen the day before is open no longer.
      open += first - (at === 0 ? 0 : (byDay.get(addDays(day, -1))?.last ?? 0));
      return { day, new: first, open, closed: null };
    });
    return { card, days };
  },
};
