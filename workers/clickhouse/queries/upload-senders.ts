/** Uploads since a given time by address and sender, with counts for each ten-minute window. */
import { z } from "zod";
import { Count, instantSql, searchSettings } from "../query.ts";

const nullable = z.string().min(1).nullable();

export const uploadSenders = {
  sql: `
    SELECT
      ip,
      source,
      toUnixTimestamp64Milli(max(last_at)) AS last_at,
      sum(window_uploads) AS uploads,
      sum(window_rows) AS rows,
      sum(window_invalid) AS invalid,
      sum(window_bytes) AS bytes,
      groupArray(window_at) AS ats,
      groupArray(window_uploads) AS uploads_by_window,
      groupArray(window_rows) AS rows_by_window
    FROM
    (
      SELECT
        ip,
        source,
        toUnixTimestamp(toStartOfInterval(at, INTERVAL 10 MINUTE)) * 1000 AS window_at,
        max(at) AS last_at,
        count() AS window_uploads,
        sum(valid) AS window_rows,
        sum(uploads.invalid) AS window_invalid,
        sum(uploads.bytes) AS window_bytes
      FROM uploads FINAL
      WHERE at >= ${instantSql("from")}
        AND ({ip:Nullable(String)} IS NULL OR ip = {ip:Nullable(String)})
        AND ({source:Nullable(String)} IS NULL OR source = {source:Nullable(String)})
        AND (ip, source) > ({after_ip:String}, {after_source:String})
      GROUP BY ip, source, window_at
      ORDER BY ip, source, window_at
    )
    GROUP BY ip, source
    ORDER BY ip, source
    LIMIT {limit:UInt32}
    ${searchSettings()}`,
  params: z.strictObject({
    /** Unix ms, inclusive. */
    from: z.number().int(),
    ip: nullable,
    source: nullable,
    /** Position of the last row of the previous page; empty for the first page. */
    after_ip: z.string(),
    after_source: z.string(),
    limit: z.number().int().min(1).max(1000),
  }),
  row: z.object({
    ip: z.string(),
    source: z.string(),
    /** Unix ms. */
    last_at: Count,
    uploads: Count,
    rows: Count,
    invalid: Count,
    bytes: Count,
    ats: z.array(Count),
    uploads_by_window: z.array(Count),
    rows_by_window: z.array(Count),
  }),
};
