/** The index on a simulated market, through the real engine: what moves it, and what must not. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { seededRandom } from "../../local/job-boards/corpus/generate.ts";
import { addDays } from "../../shared/domain/china-day.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { drawOf, markets } from "../../tests/support/coverage/market.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { createCoverageQueries } from "./coverage-queries.ts";

const FIRST = "2026-09-01";
const DAYS = 60;
const market = markets()[0];
if (!market) throw new Error("there is no market");

let ch: ScratchClickHouse;
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
});
afterAll(() => ch.remove());
beforeEach(() => ch.ask("TRUNCATE TABLE keyword_coverage"));

interface Cell {
  platform: "qcwy" | "zhilian";
  keyword: string;
  city: string;
  finds: number[];
  /** Day of the simulation on which it was added. */
  since: number;
}

/** Searches of words in cities on two platforms; the first 250 are there from the beginning. */
function searches(): Cell[] {
  const random = seededRandom(11);
  const cities = [...new Set(market?.postings.map(({ city }) => city))];
  const cells = (market?.keywords ?? []).flatMap(({ keyword, finds }) =>
    cities.flatMap((city) => {
      const here = finds.filter((index) => market?.postings[index]?.city === city);
      return here.length < 5 ? [] : [{ keyword, city, finds: here }];
    }),
  );
  return drawOf(cells, 750, random).map((cell, index) => ({
    ...cell,
    platform: index % 2 === 0 ? "qcwy" : "zhilian",
    since: index < 250 ? 0 : 30,
  }));
}

/** Runs of a day: each search every one to three days, and now and then a run that reads only a part. */
async function crawl(
  cells: readonly Cell[],
  {
    size = () => 1,
    blocked = () => false,
  }: { size?: (day: number) => number; blocked?: (cell: Cell, day: number) => boolean },
) {
  const random = seededRandom(3);
  const lines: string[] = [];
  const seenOn = Array.from({ length: DAYS }, () => new Set<string>());
  for (const cell of cells) {
    for (let day = cell.since; day < DAYS; day += 1 + Math.floor(random() * 3)) {
      const reported = Math.round(cell.finds.length * size(day) * 100);
      const stopped = blocked(cell, day);
      const share = stopped ? 0.2 : random() < 0.1 ? 0.8 : 0.98;
      for (const index of stopped ? [] : cell.finds) seenOn[day]?.add(`${cell.platform}/${index}`);
      lines.push(
        JSON.stringify({
          ...{ platform: cell.platform, keyword: cell.keyword, city: cell.city },
          at: `${addDays(FIRST, day)} 04:00:00`,
          distinct_jobs: Math.round(reported * share),
          // What a blocked platform reports means nothing.
          reported: stopped ? Math.round(reported / 3) : reported,
        }),
      );
    }
  }
  await ch.ask(`INSERT INTO keyword_coverage FORMAT JSONEachRow ${lines.join("\n")}`);
  return seenOn.map((seen) => seen.size);
}

const index = async (platforms: ("qcwy" | "zhilian")[] = []) => {
  const queries = createCoverageQueries(clickHouseClient(ch.config), () => ({ pageSize: 20, capRows: 1000 }));
  const { points } = await queries.marketIndex(platforms, { from: FIRST, to: addDays(FIRST, DAYS - 1) });
  return points;
};
/** Largest distance from 100, in percent. */
const moved = (points: { value: number | null }[]) =>
  Math.max(...points.map(({ value }) => Math.abs((value ?? 100) - 100)));

test("500 keywords more move the raw count by half and the index by at most 1 %", async () => {
  const seen = await crawl(searches(), {});
  const mean = (from: number, to: number) =>
    seen.slice(from, to).reduce((sum, count) => sum + count, 0) / (to - from);
  const jump = mean(32, 59) / mean(2, 29) - 1;
  const points = await index();
  console.log(`raw count +${(jump * 100).toFixed(0)} %, index moves ${moved(points).toFixed(2)} %`);
  expect(jump).toBeGreaterThanOrEqual(0.5);
  expect(moved(points)).toBeLessThanOrEqual(1);
  expect(points).toHaveLength(DAYS);
  expect(points.at(-1)?.cells).toBeGreaterThan(700);
});

test("a platform that is blocked for 3 days moves it by at most 2 %", async () => {
  await crawl(searches(), { blocked: ({ platform }, day) => platform === "qcwy" && day >= 40 && day < 43 });
  const points = await index();
  console.log(`blocked for 3 days: index moves ${moved(points).toFixed(2)} %`);
  expect(moved(points)).toBeLessThanOrEqual(2);
});

test("a market that grows by a fifth is shown to", async () => {
  await crawl(searches(), { size: (day) => (day < 20 ? 1 : day < 40 ? 1 + (day - 20) / 100 : 1.2) });
  const points = await index();
  expect(points[15]?.value).toBeCloseTo(100, 0);
  expect(points.at(-1)?.value).toBeGreaterThan(118);
  expect(points.at(-1)?.value).toBeLessThan(122);
});

test("a platform alone is its own panel; the same search in capitals is the same", async () => {
  const [one] = searches();
  if (!one) throw new Error("there is no search");
  await crawl([{ ...one, platform: "qcwy" }], {});
  await crawl([{ ...one, platform: "qcwy", keyword: one.keyword.toUpperCase() }], {});
  expect((await index(["qcwy"])).at(-1)?.cells).toBe(1);
  expect((await index(["zhilian"])).at(-1)).toMatchObject({ value: null, cells: 0 });
});
