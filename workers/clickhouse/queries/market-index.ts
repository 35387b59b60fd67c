/**
 * The steps of the market index, from how completely each search was read. A search takes part once its readings fill the
 * trailing days, after a longer absence anew: its first mean is of one day and the next ones look further back, so that in
 * a growing market it would seem to grow less.
 */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { MIN_INDEX_COVERAGE, TRAILING_DAYS } from "../../../shared/domain/market-index.ts";
import { Count } from "../query.ts";

export const marketIndexLinks = {
  sql: `
    SELECT day, count() AS cells, sum(before) AS before, sum(after) AS after
    FROM
    (
      SELECT
        day, level AS after,
        lagInFrame(level) OVER in_order AS before,
        row_number() OVER in_order AS age
      FROM
      (
        SELECT
          platform, word, city, day, level,
          toInt32(day) - row_number() OVER (PARTITION BY platform, word, city ORDER BY day) AS streak
        FROM
        (
          SELECT
            platform, word, city,
            arrayJoin(arrayMap(later -> read_on + later, range(${TRAILING_DAYS}))) AS day,
            avg(reported) AS level
          FROM
          (
            SELECT
              platform, lowerUTF8(keyword) AS word, city,
              toDate(at, 'Asia/Shanghai') AS read_on,
              argMax(keyword_coverage.reported, at) AS reported
            FROM keyword_coverage
            WHERE at >= toDateTime64({from:Date} - ${2 * TRAILING_DAYS}, 3, 'Asia/Shanghai')
              AND at < toDateTime64({to:Date} + 1, 3, 'Asia/Shanghai')
              AND platform IN {platforms:Array(String)}
              AND keyword_coverage.reported > 0
              AND keyword_coverage.distinct_jobs >= ${MIN_INDEX_COVERAGE} * keyword_coverage.reported
            GROUP BY platform, word, city, read_on
          )
          GROUP BY platform, word, city, day
        )
      )
      WINDOW in_order AS (PARTITION BY platform, word, city, streak ORDER BY day)
    )
    WHERE age > ${TRAILING_DAYS} AND day BETWEEN {from:Date} AND {to:Date}
    GROUP BY day
    ORDER BY day`,
  params: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    platforms: z.array(Platform).min(1),
  }),
  row: z.object({ day: z.iso.date(), cells: Count, before: z.number(), after: z.number() }),
};

/** When the newest reading was made, whatever its coverage. */
export const newestReading = {
  sql: `
    SELECT toUnixTimestamp64Milli(max(at)) AS at FROM keyword_coverage
    WHERE platform IN {platforms:Array(String)} HAVING count() > 0`,
  params: marketIndexLinks.params.pick({ platforms: true }),
  row: z.object({ at: Count }),
};
