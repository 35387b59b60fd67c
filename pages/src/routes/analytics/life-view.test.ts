/** Time online and reposts as the page shows them. The answers are checked by the contract's own schemas. */
import { beforeAll, expect, test } from "vitest";
import { LifeFigure, Reposts } from "../../../../shared/contracts/figures.ts";
import { cardOf, seriesOf, shown, viewTools } from "../../../tests/figure-answers.ts";
import { lifeView, medianText, repostsView } from "./life-view.ts";
import { closingsView } from "./overview-view.ts";
import type { ViewTools } from "./view-tools.ts";

let en: ViewTools;
let zh: ViewTools;
beforeAll(() => {
  ({ en, zh } = viewTools());
});

const online = {
  ...{ n: 100, closed: 60, open: 40, p25: 8, p75: null, closed_only_median: 9.5, reason: null },
  median: { days: 14.25, low: 12, high: 17.5 },
  curve: [1, 0.9, 0.7].map((share, day) => ({ day, share, low: share - 0.05 * Math.sign(day), high: share })),
};
const few = { ...online, median: null, reason: "too_few", curve: [], closed: 3 };
const group = (value: string, some: object) => ({
  value,
  within: null,
  rows_query: `city=${value}`,
  ...some,
});
const life = (groups: object[]) =>
  LifeFigure.parse({
    card: cardOf("life"),
    by: groups.length > 0 ? "experience" : null,
    left_out: 7,
    total: online,
    groups,
  });

test("one curve has its band, several stand beside each other without", () => {
  const alone = lifeView(life([]), en);
  expect(seriesOf(alone).map(({ name }) => name)).toEqual(["All postings", "low", "high"]);
  expect(seriesOf(alone).map(({ data }) => data)).toEqual([
    [1, 0.9, 0.7],
    [1, 0.85, 0.7 - 0.05],
    [1, 0.9, 0.7],
  ]);
  const several = lifeView(life([group("3-5", online), group("any", few)]), zh);
  expect(seriesOf(several).map(({ name }) => name)).toEqual(["3-5年", "全部职位"]);
  expect(several.rows.map(({ name }) => name)).toEqual(["3-5年", "经验不限", "全部职位"]);
  expect(several.rows.map((row) => several.isGrey?.(row))).toEqual([false, true, false]);
  expect(shown(several).map((cells) => cells[4])).toEqual([
    "14.3 天（12–17.5）",
    "下架太少",
    "14.3 天（12–17.5）",
  ]);
  const unbounded = { ...online, median: { days: 14, low: 12, high: null } };
  expect(shown(lifeView(life([group("any", unbounded)]), en))[0]?.[4]).toBe("14 days (12 or more)");
});

test("a median stands with its interval, and what has none says why", () => {
  expect(medianText(life([]).total, en)).toBe("14.3 days (95 % interval 12 days to 17.5 days)");
  const unbounded = { ...online, median: { days: 14, low: 12, high: null } };
  expect(medianText(life([group("any", unbounded)]).groups[0] ?? life([]).total, zh)).toBe(
    "14 天（95% 区间 12 天 至 超出观察时长）",
  );
  expect(medianText(life([group("any", few)]).groups[0] ?? life([]).total, en)).toBe("too few closings");
});

test("who reposts stands with the longest chain", () => {
  const longest = {
    ...{ platform: "qcwy", postings: 4, days: 143, first_key: "a", last_key: "d", title: "司机" },
  };
  const item = {
    company: "甲",
    n: 40,
    chains: 2,
    reposts: 5,
    share: 0.125,
    few: false,
    rows_query: "company=甲",
  };
  const answer = Reposts.parse({
    card: cardOf("reposts"),
    totals: { chains: 2, reposts: 5, share: 0.1 },
    items: [
      { ...item, longest },
      { ...item, company: "乙", longest: null },
    ],
    reason: null,
  });
  expect(shown(repostsView(answer, en)).map((row) => row.at(-1))).toEqual([
    "司机: online 143 days in 4 postings",
    "–",
  ]);
  expect(shown(repostsView(answer, zh))[0]?.at(-1)).toBe("司机：在线 143 天，共 4 次发布");
});

test("closings stand beside what is new", () => {
  const trend = { card: cardOf("trend"), days: [{ day: "2026-11-01", new: 5, open: 9, closed: 2 }] };
  expect(seriesOf(closingsView(trend, en)).map(({ name, data }) => [name, data])).toEqual([
    ["New", [5]],
    ["Closed", [2]],
  ]);
});
