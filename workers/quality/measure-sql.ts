/**
 * Measures the quality of stored rows in ClickHouse: one statement for each data type. Pages are the batches that the rows
 * came in: how much their shares differ tells how much the rows of one batch resemble each other.
 */
import type { DataType } from "../../shared/contracts/platform.ts";
import { QUALITY_FIELDS, type QualityField } from "../../shared/domain/quality/quality-fields.ts";
import { companyPages } from "../../shared/tables/companies.ts";
import { jobDetails, jobs } from "../../shared/tables/jobs.ts";
import { instantSql, sqlString } from "../clickhouse/query.ts";

const SOURCES: Record<DataType, string> = {
  job: jobs.name,
  job_detail: jobDetails.name,
  // The employers that postings name are measured with the postings.
  company: companyPages.name,
};

/** Rows of a batch below which its share says little. */
const MIN_PAGE_ROWS = 10;

const list = (fields: readonly QualityField[], of: (field: QualityField) => string): string =>
  `[${fields.map(of).join(", ")}]`;
const one = (condition: string) => `toUInt64(${condition})`;
const isUnread = ({ unread }: QualityField) => `has(unread, ${sqlString(unread)})`;

/** Order of the numbers: 0.5, 1, 50, 99 and 99.5 % points. */
const POINTS = "0.005, 0.01, 0.5, 0.99, 0.995";

/** Parameters: `from` and `to` (Unix ms, end excluded), `now`. */
export function measureSql(dataType: DataType): string {
  const fields = QUALITY_FIELDS[dataType];
  const numbers = (field: QualityField) =>
    field.sql.number === null
      ? "CAST([], 'Array(Float64)')"
      : `arrayFilter(x -> isFinite(x), quantilesExact(${POINTS})(ifNull(toFloat64(${field.sql.number}), nan)))`;
  const point = (index: number) => `if(length(points) = 5, points[${index}], NULL)`;
  return `
  INSERT INTO quality_per_day
    (data_type, platform, field, channel, day, rows, filled, unread, pages, page_missing, page_squares, page_inverse,
     low, p1, p50, p99, high, newest_at, measured_at)
  WITH
    stored AS (
      SELECT *, toDate(collected_at, 'Asia/Shanghai') AS day FROM ${SOURCES[dataType]}
      WHERE collected_at >= ${instantSql("from")} AND collected_at < ${instantSql("to")}),
    batches AS (
      SELECT day, platform, channel, max(collected_at) AS newest,
        sumForEach(${list(fields, ({ sql }) => one(sql.applies))}) AS n,
        sumForEach(${list(fields, (field) => one(`${field.sql.applies} AND ${isUnread(field)}`))}) AS u,
        sumForEach(${list(fields, (field) => one(`${field.sql.applies} AND NOT ${isUnread(field)} AND ifNull(${field.sql.filled}, 0)`))}) AS f
      FROM stored GROUP BY day, platform, channel, upload_id, part),
    days AS (
      SELECT day, platform, channel, max(newest) AS newest, sumForEach(n) AS rows, sumForEach(f) AS filled,
        sumForEach(u) AS unread,
        sumForEach(arrayMap(x -> toUInt64(x >= ${MIN_PAGE_ROWS}), n)) AS pages,
        sumForEach(arrayMap((x, y, z) -> if(x >= ${MIN_PAGE_ROWS}, (x - y - z) / x, 0), n, f, u)) AS missing,
        sumForEach(arrayMap((x, y, z) -> if(x >= ${MIN_PAGE_ROWS}, pow((x - y - z) / x, 2), 0), n, f, u)) AS squares,
        sumForEach(arrayMap(x -> if(x >= ${MIN_PAGE_ROWS}, 1 / x, 0), n)) AS inverse
      FROM batches GROUP BY day, platform, channel),
    spans AS (
      SELECT day, platform, channel, ${list(fields, numbers)} AS points_of
      FROM stored GROUP BY day, platform, channel)
  SELECT ${sqlString(dataType)}, platform, name, channel, day, row_count, filled_count, unread_count, page_count,
    missing_sum, squares_sum, inverse_sum,
    ${point(1)}, ${point(2)}, ${point(3)}, ${point(4)}, ${point(5)}, newest, ${instantSql("now")}
  FROM days INNER JOIN spans USING (day, platform, channel)
  ARRAY JOIN
    ${list(fields, ({ name }) => sqlString(name))} AS name, rows AS row_count, filled AS filled_count,
    unread AS unread_count, pages AS page_count, missing AS missing_sum, squares AS squares_sum, inverse AS inverse_sum,
    points_of AS points
  WHERE row_count > 0`;
}
