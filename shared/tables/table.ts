/** What is made from the columns of a table. */
import { z } from "zod";
import type { Column, Columns, EmptyRow } from "./column.ts";

export interface Table<Name extends string = string, C extends Columns = Columns> {
  readonly name: Name;
  /** Its COMMENT in ClickHouse, and its line in docs/tables.md. */
  readonly comment: string;
  readonly columns: C;
}

export const defineTable = <const Name extends string, C extends Columns>(table: Table<Name, C>) => table;

/** Names of the columns that hold a point in time. */
export const instantsOf = (columns: Columns): string[] =>
  Object.keys(columns).filter((name) => columns[name]?.isInstant);

/** A row that says nothing: null and empty lists in the columns that allow it, in their order. The lists are shared. */
export function emptyRow<C extends Columns>(columns: C): EmptyRow<C> {
  const values = Object.entries(columns)
    .filter(([, { empty }]) => empty !== undefined)
    .map(([name, { empty }]) => [name, empty === "null" ? null : Object.freeze([])]);
  return Object.fromEntries(values) as EmptyRow<C>;
}

type Schemas<C extends Columns> = { -readonly [Name in keyof C]: C[Name]["schema"] };

/** Schema of a row in our code and in the API. */
export const rowSchema = <C extends Columns>(columns: C): z.ZodObject<Schemas<C>> =>
  z.object(
    Object.fromEntries(Object.entries(columns).map(([name, { schema }]) => [name, schema])),
  ) as unknown as z.ZodObject<Schemas<C>>;

/** ClickHouse writes 64-bit numbers as JSON numbers or as text, by version and setting. */
const Stored64 = z.coerce.number().int();

function storedSchema({ type, schema, isInstant, empty }: Column): z.ZodType {
  if (!isInstant && !/^(Nullable\()?U?Int64/.test(type)) return schema;
  return empty === "null" ? z.union([z.null(), Stored64]) : Stored64;
}

/** Schema of a row as a query with `selectList` answers it. */
export const storedRowSchema = <C extends Columns>(columns: C): z.ZodObject<Schemas<C>> =>
  z.object(
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, storedSchema(column)])),
  ) as unknown as z.ZodObject<Schemas<C>>;

/**
 * Columns of a SELECT, times in Unix milliseconds.
 * @param alias of the table in FROM
 */
export const selectList = (columns: Columns, alias: string): string =>
  Object.entries(columns)
    .map(([name, { isInstant }]) =>
      isInstant ? `toUnixTimestamp64Milli(${alias}.${name}) AS ${name}` : `${alias}.${name} AS ${name}`,
    )
    .join(", ");

/** Some columns of a table, in the order of `names`. */
export const pickColumns = <C extends Columns, const Name extends keyof C & string>(
  columns: C,
  names: readonly Name[],
): Pick<C, Name> =>
  Object.fromEntries(names.map((name) => [name, columns[name]])) as unknown as Pick<C, Name>;
