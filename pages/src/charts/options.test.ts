/** The options are drawn by ECharts itself, without a browser. */
import { expect, test } from "vitest";
import { looks } from "../../tests/chart-looks.ts";
import { barOption } from "./bar-option.ts";
import type { ChartOption } from "./chart-option.ts";
import { heatOption } from "./heat-option.ts";
import { intervalOption } from "./interval-option.ts";
import { lineOption } from "./line-option.ts";
import { initChart } from "./parts.ts";
import { survivalOption } from "./survival-option.ts";
import { tooltipHtml } from "./tooltip.ts";
import { wrapText } from "./wrap-text.ts";

function draw(option: ChartOption): string {
  const chart = initChart(null, null, { renderer: "svg", ssr: true, width: 800, height: 300 });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
const textsIn = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
const tooltipOf = (option: ChartOption, params: unknown) =>
  (option.tooltip as unknown as { formatter: (params: unknown) => string }).formatter(params);

test("bars bear their names and texts; what is too few is grey", () => {
  const svg = draw(
    barOption(
      [
        { name: "上海", value: 120, text: "60 %", lines: [] },
        { name: "嘉兴", value: 3, text: "1.5 %", lines: [], few: true },
      ],
      looks,
      String,
    ),
  );
  expect(textsIn(svg)).toEqual(expect.arrayContaining(["上海", "60 %", "嘉兴", "1.5 %"]));
  expect(svg.match(/fill="#112233"/g)).toHaveLength(1);
  expect(svg.match(/fill="#abcdef"/g)).toHaveLength(1);
});

test("boxes are drawn for groups that have all five figures", () => {
  const interval = (name: string, values: [number, number, number, number, number] | null, few = false) => ({
    name,
    values,
    text: `p50 ${name.length}`,
    few,
    lines: [["p50", "x"]] as const,
  });
  const option = intervalOption(
    [
      interval("Shanghai", [1, 2, 3, 4, 5]),
      interval("Nowhere", null),
      interval("Small", [1, 2, 2, 3, 4], true),
    ],
    looks,
    String,
  );
  const svg = draw(option);
  expect(textsIn(svg)).toEqual(expect.arrayContaining(["Shanghai", "p50 8", "Nowhere", "Small"]));
  expect(svg.match(/stroke="#112233"/g)).toHaveLength(1);
  expect(svg.match(/stroke="#abcdef"/g)).toHaveLength(1);
});

test("a matrix greys cells with too few and gives the others a colour of the scale", () => {
  const cell = (column: number, value: number, few: boolean) => ({
    column,
    row: 0,
    value,
    text: `${value}`,
    few,
    lines: [],
  });
  const svg = draw(
    heatOption(
      {
        columns: ["A", "B", "C"],
        rows: ["x"],
        cells: [cell(0, 10, false), cell(1, 99, true), cell(2, 20, false)],
      },
      looks,
    ),
  );
  expect(textsIn(svg)).toEqual(expect.arrayContaining(["A", "B", "C", "x", "10", "99", "20"]));
  expect(svg).toMatch(/fill="(#eeffee|rgb\(238,255,238\))"/);
  expect(svg).toMatch(/fill="(#003300|rgb\(0,51,0\))"/);
  expect(svg).toContain('fill="#000003"');
});

test("a line is broken where a day is not known, and says so", () => {
  const option = lineOption(["2026-11-01", "2026-11-02"], [{ name: "closed", values: [3, null] }], looks, {
    day: (day) => day,
    wholeDay: (day) => `day ${day}`,
    axis: String,
    value: (n) => `${n} closed`,
    unknown: "?",
  });
  expect(textsIn(draw(option))).toEqual(expect.arrayContaining(["closed", "2026-11-01"]));
  expect(tooltipOf(option, [{ dataIndex: 0 }])).toBe("<b>day 2026-11-01</b><br/>closed <b>3 closed</b>");
  expect(tooltipOf(option, [{ dataIndex: 1 }])).toContain("<b>?</b>");
  expect(tooltipOf(option, [])).toBe("");
});

test("the tooltip of a single curve says its share and its band, that of several the shares", () => {
  const curve = (name: string, shares: number[]) => ({
    name,
    points: shares.map((share) => ({ share, low: share - 0.1, high: share + 0.1 })),
  });
  const texts = {
    day: (day: number) => `day ${day}`,
    share: (share: number) => share.toFixed(2),
    banded: ({ share, low, high }: { share: number; low: number; high: number }) =>
      [share, low, high].map((value) => value.toFixed(2)).join(" "),
    unknown: "?",
  };
  const alone = survivalOption([curve("all", [0.9, 0.5])], looks, texts);
  expect(tooltipOf(alone, [{ dataIndex: 1 }])).toBe("<b>day 1</b><br/>all <b>0.50 0.40 0.60</b>");
  expect(tooltipOf(alone, [])).toBe("");
  const several = survivalOption([curve("a", [0.9, 0.5]), curve("b", [0.8])], looks, texts);
  expect(tooltipOf(several, [{ dataIndex: 1 }])).toBe("<b>day 1</b><br/>a <b>0.50</b><br/>b <b>?</b>");
});

test("a word of a posting cannot become markup in a tooltip", () => {
  const name = "<img src=x onerror=alert(1)>";
  const html = tooltipHtml(name, [["a&b", '"q"']]);
  expect(html).toBe("<b>&lt;img src=x onerror=alert(1)&gt;</b><br/>a&amp;b <b>&quot;q&quot;</b>");
  const option = barOption([{ name, value: 1, text: name, lines: [[name, name]] }], looks, String);
  expect(tooltipOf(option, { dataIndex: 0 })).not.toContain("<img");
  expect(draw(option)).not.toContain("<img");
});

test("notes are broken between their parts", () => {
  expect(wrapText(["N: 1", "时间范围：十一月", "as of now"], 11)).toEqual([
    "N: 1",
    "时间范围：十一月",
    "as of now",
  ]);
  expect(wrapText(["one", "two", "three"], 10)).toEqual(["one · two · three"]);
  expect(wrapText([], 9)).toEqual([]);
});
