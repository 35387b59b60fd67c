/**
 * Inserts many keywords for measurements, made inside SQLite as `create` would leave them. The object must `forget` its
 * counts then.
 */
export function seedKeywords(sql: SqlStorage, count: number, now: number): void {
  // Ids are made as `makeKeywordId` does: 48 bits of time first, so that newer rows sort after older ones.
  const series = `WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < ?1),
    made AS (
      SELECT n, printf('%08x-%04x-8100-8000-%012x', (?2 + n) >> 16, (?2 + n) & 65535, n) AS id FROM series
    )`;
  sql.exec(
    `${series} INSERT INTO keywords (id, keyword, city, channel, created_at)
       SELECT id, 'keyword ' || n, '北京', 'web', ?2 + n FROM made`,
    count,
    now - count,
  );
  sql.exec(
    `${series} INSERT INTO work (id, state, phase, priority, pick_class, pick_key, due_at, updated_at)
       SELECT id, 'pending', 'ready', 5, 2, ?2 + n - 18000000, ?2 + n, ?2 + n FROM made`,
    count,
    now - count,
  );
  sql.exec(
    `INSERT OR REPLACE INTO work_totals (one, counts) VALUES (1, json_array(json_array('pending', 'ready', ?)))`,
    count,
  );
}
