import { expect, test } from "vitest";
import { readQualitySearch } from "./search.ts";

test("a link shows the same view, day, kind and field", () => {
  const link = { view: "report", day: "2026-11-21", type: "company", open: "boss:web:credit_code" };
  expect(readQualitySearch(link)).toEqual({
    ...link,
    open: { platform: "boss", channel: "web", field: "credit_code" },
  });
});

test("unknown values of an old link are left out", () => {
  expect(readQualitySearch({ view: "x", day: "2026-02-30", type: "cat", open: "boss:web:a b" })).toEqual({
    view: "fields",
    day: undefined,
    type: "job",
    open: undefined,
  });
});
