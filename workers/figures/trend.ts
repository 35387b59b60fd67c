/** New, open and later closed postings of each day of China. */
import { z } from "zod";
import type { Trend } from "../../shared/contracts/figures.ts";
import { addDays, daysOf } from "../../shared/domain/china-day.ts";
import { hasBitSql } from "../../shared/domain/figure-bits.ts";
import { Count } from "../clickhouse/query.ts";
import { BitCount, bitCountsSql } from "./bit-counts.ts";
import { cardFrom } from "./card.ts";
import type { Figure } from "./scope.ts";

const Row = BitCount.extend({ day: z.iso.date(), last: Count, closed: Count });

/** No closing is known before a complete crawl was used; then none of them means none. */
export const CRAWLS_TOLD = "SELECT count() AS crawls FROM complete_crawls WHERE verdict = 'used'";
export const ToldRow = z.object({ crawls: Count });

/** A posting is open from the day on which it was first seen to the one on which it was last seen. */
export const trend: Figure<unknown, Trend> = {
  method: "trend",
  async compute(ask, scope) {
    const { period, version } = scope;
    const counts = bitCountsSql(scope, { first_day: "first_day", last_seen_day: "last_seen_day" });
    const [[told], rows] = await Promise.all([
      ask(CRAWLS_TOLD, ToldRow, {}),
      ask(
        // One pass over the postings, by their days as they are stored: what is computed for each posting takes twice the
        // time. Each counts on its first day, for the card too, and on its last. What began before the period counts on the
        // day before it.
        `SELECT edge.1 AS day, bits, sum(edge.2) AS counted, sum(edge.3) AS all_n, sum(edge.4) AS last, sum(edge.5) AS closed
         FROM (${counts.sql}) AS pair
         ARRAY JOIN [
           (greatest(first_day, {period_from:Date} - 1), pair.counted, pair.all_n, toUInt64(0), toUInt64(0)),
           (least(last_seen_day, {period_to:Date}), toUInt64(0), toUInt64(0), pair.counted,
             if(${hasBitSql("closed", "bits")} AND last_seen_day <= {period_to:Date}, pair.counted, 0))] AS edge
         GROUP BY day, bits`,
        Row,
        { ...counts.params, period_from: period.from, period_to: period.to },
      ),
    ]);
    const byDay = new Map<string, { first: number; last: number; closed: number }>();
    for (const { day, counted, last, closed } of rows) {
      const sum = byDay.get(day) ?? { first: 0, last: 0, closed: 0 };
      byDay.set(day, { first: sum.first + counted, last: sum.last + last, closed: sum.closed + closed });
    }
    const isTold = version > 1 && told !== undefined && told.crawls > 0;
    let open = byDay.get(addDays(period.from, -1))?.first ?? 0;
    const days = daysOf(period).map((day, at) => {
      const { first = 0, closed = 0 } = byDay.get(day) ?? {};
      // Whoever was last seen the day before is open no longer.
      open += first - (at === 0 ? 0 : (byDay.get(addDays(day, -1))?.last ?? 0));
      return { day, new: first, open, closed: isTold ? closed : null };
    });
    return { card: cardFrom(rows, scope, "trend"), days };
  },
};
