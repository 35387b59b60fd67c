/** The active ten-minute windows of each address, for the watch. */
import { z } from "zod";
import { Count, instantSql } from "../query.ts";

export const uploadWindows = {
  sql: `
    SELECT
      ip,
      argMax(window_source, last_at) AS source,
      groupArray(window_at) AS ats,
      groupArray(window_rows) AS rows
    FROM
    (
      SELECT
        ip,
        toUnixTimestamp(toStartOfInterval(at, INTERVAL 10 MINUTE)) * 1000 AS window_at,
        argMax(source, at) AS window_source,
        max(at) AS last_at,
        sum(valid) AS window_rows
      FROM uploads FINAL
      WHERE at >= ${instantSql("from")} AND at < ${instantSql("to")}
        AND ip > {after_ip:String}
      GROUP BY ip, window_at
      ORDER BY ip, window_at
    )
    GROUP BY ip
    ORDER BY ip
    LIMIT {limit:UInt32}`,
  params: z.strictObject({
    /** Unix ms, inclusive. */
    from: z.number().int(),
    /** Exclusive. */
    to: z.number().int(),
    /** Addresses strictly after this one. */
    after_ip: z.string(),
    limit: z.number().int().min(1).max(1000),
  }),
  row: z.object({
    ip: z.string(),
    /** Sender of the last upload. */
    source: z.string(),
    /** Unix ms. */
    ats: z.array(Count),
    rows: z.array(Count),
  }),
};
