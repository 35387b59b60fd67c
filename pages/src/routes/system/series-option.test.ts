import { expect, test } from "vitest";
import { looks } from "../../../tests/chart-looks.ts";
import { readSystemSearch } from "./search.ts";
import { linesOf, MAX_LINES, seriesOption } from "./series-option.ts";

const texts = { time: (at: number) => `t${at}`, axis: String, value: (value: number) => `${value} rows` };

test("no line is drawn over a time without readings", () => {
  const option = seriesOption(
    [
      {
        name: "a",
        points: [
          [0, 1],
          [300, 2],
          [1500, 3],
        ],
      },
    ],
    300,
    looks,
    texts,
  );
  expect((option.series as { data: unknown }[])[0]?.data).toEqual([
    [0, 1],
    [300, 2],
    [600, null],
    [1500, 3],
  ]);
});

test("a tooltip escapes the names of series, which nodes and people choose", () => {
  const option = seriesOption([{ name: "<b>x", points: [[0, 1]] }], 300, looks, texts);
  const { formatter } = option.tooltip as unknown as { formatter: (params: unknown) => string };
  expect(formatter([{ seriesName: "<b>x", value: [0, 1] }])).toBe("<b>t0</b><br/>&lt;b&gt;x <b>1 rows</b>");
});

test("the highest series are drawn, and the number of the others is known", () => {
  const series = Array.from({ length: MAX_LINES + 3 }, (_, n) => ({
    name: `${n}`,
    points: [[0, n] as const],
  }));
  const { drawn, left } = linesOf(series);
  expect(drawn[0]?.name).toBe(String(MAX_LINES + 2));
  expect([drawn.length, left]).toEqual([MAX_LINES, 3]);
});

test("the address is read, and what it cannot mean is left out", () => {
  expect(readSystemSearch({})).toEqual({ group: "crawl", span: "1d", open: undefined });
  expect(readSystemSearch({ group: "all", span: "90d", open: "jobdata_tasks" })).toEqual({
    group: "all",
    span: "90d",
    open: "jobdata_tasks",
  });
  expect(readSystemSearch({ group: "x", span: 7, open: "<script>" })).toEqual(readSystemSearch({}));
});
