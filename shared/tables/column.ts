/**
 * A column of a ClickHouse table is said once: its type there, what it means, and its value in our code. Row types,
 * insert lines, SELECT lists, the schema of answers, the API's description and docs/tables.md are made from it.
 */
import { z } from "zod";

export interface Column<Schema extends z.ZodType = z.ZodType> {
  /** As ClickHouse names it. */
  readonly type: string;
  /** Its COMMENT in ClickHouse; plain text without quotes. */
  readonly comment: string;
  /** The value in our code and in the API, with the comment as its description. */
  readonly schema: Schema;
  /** A point in time: Unix milliseconds in our code, DateTime64(3) in ClickHouse. */
  readonly isInstant: boolean;
  /** What a row has that says nothing of it: null, or an empty list; undefined where every row has a value. */
  readonly empty: "null" | "list" | undefined;
}

export type Columns = Readonly<Record<string, Column>>;

/** A row in our code. */
export type RowOf<C extends Columns> = { -readonly [Name in keyof C]: z.output<C[Name]["schema"]> };

/** The columns that may say nothing. */
type EmptyName<C extends Columns> = {
  [Name in keyof C]: null extends z.output<C[Name]["schema"]>
    ? Name
    : z.output<C[Name]["schema"]> extends readonly unknown[]
      ? Name
      : never;
}[keyof C];
export type EmptyRow<C extends Columns> = Pick<RowOf<C>, EmptyName<C>>;

type Empty = Column["empty"];

/** A column with a schema of its own, which takes the description in place: a copy of each would double them. */
const made = <Schema extends z.ZodType>(
  type: string,
  schema: Schema,
  comment: string,
  empty: Empty,
  description = comment,
): Column<Schema> => {
  z.globalRegistry.add(schema, { description });
  return { type, comment, schema, isInstant: false, empty };
};

/** @param schema of the value, which others may share; a copy with the comment as its description is the column's */
export function column<Schema extends z.ZodType>(
  type: string,
  schema: Schema,
  comment: string,
): Column<Schema> {
  const empty = schema.safeParse(null).success ? "null" : schema.safeParse([]).success ? "list" : undefined;
  return { type, comment, schema: schema.describe(comment), isInstant: false, empty };
}

/** A text that every row has. */
export const id = (comment: string) => made("String", z.string(), comment, undefined);
/** A text that repeats in many rows and that every row has. */
export const word = (comment: string) => made("LowCardinality(String)", z.string(), comment, undefined);
export const text = (comment: string) => made("Nullable(String)", z.string().nullable(), comment, "null");
/** A text that repeats in many rows. */
export const label = (comment: string) =>
  made("LowCardinality(Nullable(String))", z.string().nullable(), comment, "null");
/** A value of a closed list that every row has. */
export const member = <Schema extends z.ZodEnum>(schema: Schema, comment: string) =>
  column("LowCardinality(String)", schema, comment);
/** A value of a closed list. */
export const choice = <const Values extends readonly [string, ...string[]]>(
  values: Values,
  comment: string,
) => made("LowCardinality(Nullable(String))", z.enum(values).nullable(), comment, "null");
export const labels = (comment: string) =>
  made("Array(LowCardinality(String))", z.array(z.string()), comment, "list");
export const flag = (comment: string) => made("Nullable(Bool)", z.boolean().nullable(), comment, "null");
export const number = (type: "Float64" | "Float32" | "UInt32" | "UInt64", comment: string) =>
  made(`Nullable(${type})`, z.number().nullable(), comment, "null");
/** A whole number that every row has. */
export const count = (type: "UInt32" | "UInt64", comment: string) =>
  made(type, z.number().int(), comment, undefined);

const TIME = "DateTime64(3, 'UTC')";
const described = (comment: string) => `${comment}; Unix time in milliseconds`;

/** A time that every row has. */
export const instant = (comment: string) => ({
  ...made(TIME, z.number().int(), comment, undefined, described(comment)),
  isInstant: true,
});
/** A time. */
export const maybeInstant = (comment: string) => ({
  ...made(`Nullable(${TIME})`, z.number().int().nullable(), comment, "null", described(comment)),
  isInstant: true,
});
