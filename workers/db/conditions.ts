/** SQL conditions that drizzle lacks, within the limits of D1. */
import { and, eq, gt, isNull, lt, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** `column in (values)` with one bound parameter however long the list is: D1 allows 100 a statement. */
export const inList = (column: SQLWrapper, values: readonly string[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;

/** True for the rows that follow a position in a list whose newest row comes first and whose ties are ordered by id. */
export const isAfter = (
  time: SQLWrapper,
  id: SQLWrapper,
  last: { at: number; id: string | number },
): SQL | undefined => or(lt(time, last.at), and(eq(time, last.at), lt(id, last.id)));

/** True for the rows of a list in the order of ids: those that are deleted only where they are wanted. */
export const isListed = (
  { id, deletedAt }: { id: SQLWrapper; deletedAt: SQLWrapper },
  includeDeleted: boolean,
  afterId?: string,
): SQL | undefined =>
  and(includeDeleted ? undefined : isNull(deletedAt), afterId === undefined ? undefined : gt(id, afterId));

/**
 * True when the column contains the text; the case of ASCII letters is ignored. It doesn't use `like`, because D1
 * rejects a pattern over 50 bytes.
 */
export const contains = (column: SQLWrapper, text: string): SQL =>
  sql`instr(lower(${column}), lower(${text})) > 0`;

/**
 * A statement for the end of a batch: when `condition` is false there, the whole batch is rolled back.
 * D1 has no transaction that could read and then decide, so the statement fails on purpose.
 */
export const assertInBatch = (condition: SQL): SQL =>
  sql`select json((select 'broken' where not (${condition})))`;

const matches = (error: unknown, text: RegExp) =>
  text.test(String(error)) || text.test(String((error as Error | null)?.cause ?? ""));

/** True when a batch failed by its `assertInBatch`. */
export const isAssertionFailure = (error: unknown): boolean => matches(error, /malformed JSON/);

/** True when a unique index rejected a row. */
export const isTaken = (error: unknown): boolean => matches(error, /UNIQUE constraint failed/);
