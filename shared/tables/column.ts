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

/** @param schema of the value; its description becomes the comment */
export function column<Schema extends z.ZodType>(
  type: string,
  schema: Schema,
  comment: string,
): Column<Schema> {
  const empty = schema.safeParse(null).success ? "null" : schema.safeParse([]).success ? "list" : undefined;
  return { type, comment, schema: schema.describe(comment), isInstant: false, empty };
}

/** A text that every row has. */
export const id = (comment: string) => column("String", z.string(), comment);
/** A text that repeats in many rows and that every row has. */
export const word = (comment: string) => column("LowCardinality(String)", z.string(), comment);
export const text = (comment: string) => column("Nullable(String)", z.string().nullable(), comment);
/** A text that repeats in many rows. */
export const label = (comment: string) =>
  column("LowCardinality(Nullable(String))", z.string().nullable(), comment);
/** A value of a closed list that every row has. */
export const member = <Schema extends z.ZodEnum>(schema: Schema, comment: string) =>
  column("LowCardinality(String)", schema, comment);
/** A value of a closed list. */
export const choice = <const Values extends readonly [string, ...string[]]>(
  values: Values,
  comment: string,
) => column("LowCardinality(Nullable(String))", z.enum(values).nullable(), comment);
export const labels = (comment: string) =>
  column("Array(LowCardinality(String))", z.array(z.string()), comment);
export const flag = (comment: string) => column("Nullable(Bool)", z.boolean().nullable(), comment);
export const number = (type: "Float64" | "Float32" | "UInt32" | "UInt64", comment: string) =>
  column(`Nullable(${type})`, z.number().nullable(), comment);
/** A whole number that every row has. */
export const count = (type: "UInt32" | "UInt64", comment: string) => column(type, z.number().int(), comment);

const TIME = "DateTime64(3, 'UTC')";
const described = (comment: string) => `${comment}; Unix time in milliseconds`;

/** A time that every row has. */
export const instant = (comment: string) => ({
  ...column(TIME, z.number().int().describe(described(comment)), comment),
  schema: z.number().int().describe(described(comment)),
  isInstant: true,
});
/** A time. */
export const maybeInstant = (comment: string) => ({
  ...column(`Nullable(${TIME})`, z.number().int().nullable(), comment),
  schema: z.number().int().nullable().describe(described(comment)),
  isInstant: true,
});
