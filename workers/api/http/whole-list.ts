/** Pages of a list that is read whole: a tree, or what the code itself defines. */
import { z } from "@hono/zod-openapi";
import { cursorOf, cursorParam, limitParam } from "./cursor.ts";

/** Such lists are short; a caller that needs no pages gets the whole one. */
const MAX_LIMIT = 1000;

export const wholeListParams = { limit: limitParam(MAX_LIMIT, MAX_LIMIT), cursor: cursorParam };
/** Place and key of the last item of a page. */
const Position = z.tuple([z.number().int().nonnegative(), z.string()]);
export const WholeListQuery = z.strictObject(wholeListParams);

/**
 * @param name of the list, for its cursors
 * @param keyOf names an item; the order of the list must be stable
 */
export function wholeList<T>(name: string, keyOf: (item: T) => string) {
  const cursor = cursorOf(name, Position);
  return {
    /** @throws ApiError invalid_cursor */
    page<Item extends T>(
      all: readonly Item[],
      query: z.infer<typeof WholeListQuery>,
    ): { items: Item[]; next_cursor: string | null } {
      const [at, after] = cursor.decode(query.cursor) ?? [-1, null];
      const known = after === null ? -1 : all.findIndex((item) => keyOf(item) === after);
      // The last item of the page before may be gone: then the one that took its place is the next.
      const start = known < 0 ? Math.max(at, 0) : known + 1;
      const items = all.slice(start, start + query.limit);
      const last = items.at(-1);
      const end = start + items.length;
      const more = last !== undefined && end < all.length;
      return { items, next_cursor: more ? cursor.encode([end - 1, keyOf(last)]) : null };
    },
  };
}
