/**
 * Keys that a table holds, page by page in order of the key: latest content hash, first and last time collected.
 * Tables are sorted by (platform, key): a page reads its own part of the table, whatever the table's size.
 */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";

const instant = z.coerce.number().int();

const params = {
  platform: Platform,
  /** Names of our own tables and columns. */
  table: z.string().regex(/^[a-z_]+$/),
  key_column: z.string().regex(/^[a-z_]+$/),
  after_key: z.string(),
  limit: z.number().int().min(1).max(100_000),
};

const row = z.object({
  key: z.string(),
  /** Empty where all rows of the key are left out. */
  hash: z.string(),
  first_seen: instant,
  last_seen: instant,
});

/** All rows of the table count. */
export const storedKeys = {
  sql: `
    SELECT
      {key_column:Identifier} AS key,
      argMax(content_hash, collected_at) AS hash,
      toUnixTimestamp64Milli(min(collected_at)) AS first_seen,
      toUnixTimestamp64Milli(max(collected_at)) AS last_seen
    FROM {table:Identifier}
    WHERE platform = {platform:String} AND {key_column:Identifier} > {after_key:String}
    GROUP BY {key_column:Identifier}
    ORDER BY {key_column:Identifier}
    LIMIT {limit:UInt32}
    SETTINGS optimize_aggregation_in_order = 1`,
  params: z.strictObject(params),
  row,
};

/**
 * Rows whose content is also in another table do not count: the typed table of companies holds what postings tell of a
 * company beside what its own page says, and only the latter has a raw row.
 */
export const storedDerivedKeys = {
  sql: `
    WITH (
      SELECT max(k) FROM (
        SELECT DISTINCT {key_column:Identifier} AS k
        FROM {table:Identifier}
        WHERE platform = {platform:String} AND {key_column:Identifier} > {after_key:String}
        ORDER BY k
        LIMIT {limit:UInt32}
      )
    ) AS page_end
    SELECT
      {key_column:Identifier} AS key,
      argMaxIf(content_hash, collected_at, is_derived) AS hash,
      toUnixTimestamp64Milli(minIf(collected_at, is_derived)) AS first_seen,
      toUnixTimestamp64Milli(maxIf(collected_at, is_derived)) AS last_seen
    FROM (
      SELECT
        {key_column:Identifier},
        content_hash,
        collected_at,
        ({key_column:Identifier}, content_hash) NOT IN (
          SELECT {key_column:Identifier}, content_hash
          FROM {own_table:Identifier}
          WHERE platform = {platform:String}
            AND {key_column:Identifier} > {after_key:String} AND {key_column:Identifier} <= page_end
        ) AS is_derived
      FROM {table:Identifier}
      WHERE platform = {platform:String}
        AND {key_column:Identifier} > {after_key:String} AND {key_column:Identifier} <= page_end
    )
    GROUP BY {key_column:Identifier}
    ORDER BY {key_column:Identifier}`,
  params: z.strictObject({ ...params, own_table: z.string().regex(/^[a-z_]+$/) }),
  row,
};
