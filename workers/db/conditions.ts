/** Conditions that drizzle has no word for, within the limits of D1. */
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** One bound parameter however long the list is: D1 takes 100 of them. */
export const within = (column: SQLWrapper, values: readonly string[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;

/** Holds the column this text? Letter case of ASCII does not count. Not `like`: D1 refuses a pattern over 50 bytes. */
export const contains = (column: SQLWrapper, text: string): SQL =>
  sql`instr(lower(${column}), lower(${text})) > 0`;

/**
 * A statement for the end of a batch: unless `condition` holds then, nothing of the batch is done.
 * D1 has no transaction in which to look and then decide, so the statement fails on purpose.
 */
export const mustHold = (condition: SQL): SQL => sql`select json((select 'broken' where not (${condition})))`;

const says = (error: unknown, text: RegExp) =>
  text.test(String(error)) || text.test(String((error as Error | null)?.cause ?? ""));

/** Did a batch fail by its `mustHold`? */
export const isBroken = (error: unknown): boolean => says(error, /malformed JSON/);

/** Did a unique index refuse a row? */
export const isTaken = (error: unknown): boolean => says(error, /UNIQUE constraint failed/);
