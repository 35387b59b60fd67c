/** Conditions of SQL and the values that they name. */
import type { BoundParams } from "./query.ts";

export interface SqlCondition {
  /** One condition; values appear only as `{name:Type}`. */
  sql: string;
  params: BoundParams;
}

/** Puts a value into a query. @returns its placeholder */
export type Bind = (name: string, type: string, value: BoundParams[string]) => string;

/**
 * @param params get the values
 * @param prefix stands before their names
 */
export const bindTo =
  (params: BoundParams, prefix = ""): Bind =>
  (name, type, value) => {
    params[`${prefix}${name}`] = value;
    return `{${prefix}${name}:${type}}`;
  };

/** @returns a condition for each member of the filter that lists values of a column */
export const inColumns = <Member extends string>(
  filter: Partial<Record<NoInfer<Member>, readonly string[] | undefined>>,
  columns: Readonly<Record<Member, string>>,
  bind: Bind,
): string[] =>
  (Object.entries(columns) as [Member, string][]).flatMap(([member, column]) => {
    const values = filter[member];
    return values?.length ? [`${column} IN ${bind(member, "Array(String)", values)}`] : [];
  });

/** @returns the condition that holds where all of these hold; `1` for none */
export const allOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "1" : conditions.map((part) => `(${part})`).join(" AND ");
