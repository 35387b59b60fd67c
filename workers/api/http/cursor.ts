/** Cursors for keyset paging: opaque to the caller, and checked like any other input. */
import { z } from "@hono/zod-openapi";
import { errorAbout } from "../../../shared/errors/validation.ts";

/** Longer than any cursor that the API makes. */
const MAX_LENGTH = 1000;

const newLimit = (max: number, byDefault: number) =>
  z.coerce.number<string>().int().min(1).max(max).default(byDefault).describe(`1 to ${max}`);
/** Most lists have one of few pairs of limits; each of the six steps of a schema takes a kilobyte. */
const limits = new Map<string, ReturnType<typeof newLimit>>();

/** Number of items of a page, 1 to `max`. */
export function limitParam(max: number, byDefault: number) {
  const name = `${max} ${byDefault}`;
  const limit = limits.get(name) ?? newLimit(max, byDefault);
  limits.set(name, limit);
  return limit;
}

export const cursorParam = z.string().optional().describe("next_cursor of the page before");

const badCursor = () => errorAbout("invalid_cursor", "cursor", "is not a cursor of this list");

/**
 * Encodes and decodes the cursors of one list.
 * @param list name of the list, so that a cursor of another list is refused
 * @param position zod schema of the last row's sort key
 */
export function cursorOf<T extends z.ZodType>(list: string, position: T) {
  const Cursor = z.tuple([z.literal(list), position]);
  return {
    encode(value: z.input<T>): string {
      const bytes = new TextEncoder().encode(JSON.stringify([list, value]));
      return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
    },
    /** @throws ApiError invalid_cursor */
    decode(text: string | undefined): z.output<T> | undefined {
      if (text === undefined) return undefined;
      if (text.length > MAX_LENGTH) throw badCursor();
      try {
        const bytes = Uint8Array.fromBase64(text, { alphabet: "base64url" });
        return Cursor.parse(JSON.parse(new TextDecoder().decode(bytes)))[1] as z.output<T>;
      } catch {
        throw badCursor();
      }
    },
  };
}

/**
 * Makes a page of rows that were fetched with one more than the limit.
 * @param rows at most `limit` + 1: the extra row shows that a next page exists
 */
export function toPage<R>(rows: R[], limit: number, cursor: (last: R) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last !== undefined ? cursor(last) : null };
}
