import { expect, test } from "vitest";
import { wholeList } from "./whole-list.ts";

const list = wholeList("letters", (letter: string) => letter);

test("the pages together are the list, also when the item that a page ended with is gone", () => {
  const first = list.page(["a", "b", "c"], { limit: 2 });
  expect(first).toMatchObject({ items: ["a", "b"], next_cursor: expect.any(String) });
  const cursor = first.next_cursor ?? undefined;
  expect(list.page(["a", "b", "c"], { limit: 2, cursor })).toEqual({ items: ["c"], next_cursor: null });
  expect(list.page(["a", "c"], { limit: 2, cursor })).toEqual({ items: ["c"], next_cursor: null });
  expect(list.page([], { limit: 2 })).toEqual({ items: [], next_cursor: null });
  expect(() => wholeList("others", String).page([], { limit: 1, cursor })).toThrow("cursor");
});
