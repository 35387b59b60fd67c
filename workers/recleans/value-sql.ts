/**
 * Values of columns as text and back, in SQL. Numbers are written with as many digits as tell them apart, so that a value
 * that is written back is the same; lists are JSON, and an empty list is null.
 */
import { sqlString } from "../clickhouse/query.ts";
import type { ParsedColumn } from "./targets.ts";

const isList = (type: string) => type.startsWith("Array(");
const isText = (type: string) => /String/.test(type) && !isList(type);

function textSql({ type }: ParsedColumn, value: string): string {
  if (isList(type)) return `if(empty(${value}), NULL, toJSONString(${value}))`;
  return isText(type) ? `CAST(${value}, 'Nullable(String)')` : `CAST(toString(${value}), 'Nullable(String)')`;
}

/** @param text an expression of Nullable(String) that {@link textSql} gave */
function valueSql({ type }: ParsedColumn, text: string): string {
  if (isList(type)) return `JSONExtract(ifNull(${text}, '[]'), ${sqlString(type)})`;
  const plain = /^(LowCardinality\()?Nullable/.test(type) ? text : `assumeNotNull(${text})`;
  return `CAST(${plain}, ${sqlString(type)})`;
}

/** Two texts of one column differ; null is a value of its own. */
const differ = (one: string, other: string) =>
  `ifNull(${one} != ${other}, isNull(${one}) != isNull(${other}))`;

/** The columns that differ, as (name, old text, new text). */
export const diffSql = (
  columns: readonly ParsedColumn[],
  before: (name: string) => string,
  after: (name: string) => string,
): string => `arrayFilter(d -> ${differ("d.2", "d.3")}, [
  ${columns
    .map((column) => {
      const { name } = column;
      return `(${sqlString(name)}, ${textSql(column, before(name))}, ${textSql(column, after(name))})`;
    })
    .join(",\n  ")}])`;

/** An array of all values as text, for {@link holdsSql}. */
export const textsSql = (columns: readonly ParsedColumn[], of: (name: string) => string): string =>
  `[${columns.map((column) => textSql(column, of(column.name))).join(", ")}]`;

/** True where a row, by its {@link textsSql}, has exactly these values in these fields. */
export function holdsSql(
  columns: readonly ParsedColumn[],
  texts: string,
  fields: string,
  values: string,
): string {
  const names = `[${columns.map(({ name }) => sqlString(name)).join(", ")}]`;
  const now = `${texts}[indexOf(${names}, f)]`;
  return `arrayAll((f, v) -> NOT ${differ(now, "v")}, ${fields}, ${values})`;
}

/** The value of a column after a correction: the corrected one, or the one that the row has. */
export const correctedSql = (column: ParsedColumn, own: string, fields: string, values: string): string => {
  const at = `indexOf(${fields}, ${sqlString(column.name)})`;
  return `if(${at} = 0, ${own}, ${valueSql(column, `${values}[${at}]`)})`;
};
