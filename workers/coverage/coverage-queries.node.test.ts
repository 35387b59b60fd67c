/** Coverage from the real engine, against captures that are counted one by one. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../local/job-boards/corpus/generate.ts";
import { estimateTotal } from "../../shared/domain/capture-recapture.ts";
import { expectedGain } from "../../shared/domain/next-keywords.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { captureCounts } from "../../tests/support/coverage/capture-counts.ts";
import { drawOf, type MarketKeyword, markets } from "../../tests/support/coverage/market.ts";
import { titleWords } from "../../tests/support/coverage/title-words.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { TITLE_WORDS } from "../clickhouse/queries/keyword-candidates.ts";
import { createCoverageQueries } from "./coverage-queries.ts";

const PERIOD = { from: "2026-10-24", to: "2026-11-22" };
const SEEN = "2026-11-10 04:00:00";
const market = markets()[0];
if (!market) throw new Error("there is no market");
const random = seededRandom(5);
const searched = [
  ...new Set([
    ...drawOf(market.keywords, 120, random),
    ...market.keywords.filter(({ keyword }) => keyword.includes("工程师")).slice(0, 40),
  ]),
];

let ch: ScratchClickHouse;
const COST = { pageSize: 20, capRows: 1000 };
const queries = () => createCoverageQueries(clickHouseClient(ch.config), () => COST);
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  const facts = market.postings.map(({ city, degree, title, tagList }, index) =>
    JSON.stringify({
      platform: "qcwy",
      job_key: `job-${index}`,
      title,
      skills: tagList,
      city,
      degree: degree === "本科" ? "bachelor" : null,
      collected_at: SEEN,
      first_seen: SEEN,
      last_seen_day: SEEN.slice(0, 10),
      version: SEEN,
    }),
  );
  const held = new Set(searched.flatMap(({ finds }) => finds));
  await ch.ask(
    `INSERT INTO job_facts FORMAT JSONEachRow ${facts.filter((_, index) => held.has(index)).join("\n")}`,
  );
  await insertCaptures(searched, "全国", SEEN);
  // Neither a second city of the same search, nor its other case, nor what was seen before the period adds a capture.
  await insertCaptures(searched.slice(0, 10), "上海", SEEN);
  await insertCaptures(
    searched.slice(0, 10).map(({ keyword, finds }) => ({ keyword: keyword.toUpperCase(), finds })),
    "全国",
    SEEN,
  );
  await insertCaptures(market.keywords.slice(0, 40), "全国", "2026-09-01 00:00:00");
});
afterAll(() => ch.remove());

const insertCaptures = (keywords: readonly MarketKeyword[], search_city: string, seen: string) =>
  ch.ask(
    `INSERT INTO job_keywords FORMAT JSONEachRow ${keywords
      .flatMap(({ keyword, finds }) =>
        finds.map((index) =>
          JSON.stringify({
            ...{ platform: "qcwy", keyword, search_city, job_key: `job-${index}` },
            ...{ first_seen: seen, last_seen: seen },
          }),
        ),
      )
      .join("\n")}`,
  );

/** What the keywords found of some of the postings. */
const findsOf = (keywords: readonly MarketKeyword[], wanted: (index: number) => boolean) =>
  keywords.map(({ finds }) => finds.filter(wanted)).filter((finds) => finds.length > 0);

describe("by city", () => {
  test("every figure is that of an independent count", async () => {
    const rows = await queries().byCity({}, PERIOD, 100);
    expect(rows.map(({ cell }) => cell).toSorted()).toEqual(
      [...new Set(market.postings.map(({ city }) => city))].toSorted(),
    );
    for (const { cell, held, keywords, recaptures, estimate, sampled } of rows) {
      const finds = findsOf(searched, (index) => market.postings[index]?.city === cell);
      const counted = captureCounts(finds, random);
      expect({ held, keywords, recaptures, sampled }, cell).toEqual({
        held: counted.held,
        keywords: finds.length,
        recaptures: counted.recaptures,
        sampled: 1,
      });
      expect(estimate?.total, cell).toBe(Math.round(estimateTotal(counted.full)));
      expect(estimate?.high, cell).toBeGreaterThanOrEqual(estimate?.total ?? 0);
      const there = market.postings.filter(({ city }) => city === cell).length;
      expect(estimate?.low, cell).toBeLessThanOrEqual(there);
    }
  });

  test("is asked page by page", async () => {
    const all = await queries().byCity({}, PERIOD, 100);
    const first = await queries().byCity({}, PERIOD, 5);
    const rest = await queries().byCity({}, PERIOD, 100, first.at(-1));
    expect([...first, ...rest]).toEqual(all);
  });

  test("follows the filter of postings", async () => {
    const [row] = await queries().byCity({ degree: ["bachelor"], city: ["上海"] }, PERIOD, 10);
    const finds = findsOf(searched, (index) => {
      const posting = market.postings[index];
      return posting?.city === "上海" && posting.degree === "本科";
    });
    expect(row).toMatchObject({ cell: "上海", held: new Set(finds.flat()).size, keywords: finds.length });
  });

  test("says why there is no estimate", async () => {
    const [row] = await queries().byCity({ city: ["上海"] }, { from: "2026-11-11", to: "2026-11-22" }, 10);
    expect(row).toBeUndefined();
    const before = { from: "2026-08-20", to: "2026-09-10" };
    expect(await queries().byCity({}, before, 10)).toEqual([]);
  });
});

describe("by group of keywords", () => {
  test("every figure is that of an independent count", async () => {
    const rows = await queries().byGroup([], PERIOD, 5);
    expect(rows.length).toBeGreaterThan(0);
    for (const { cell, held, keywords, group_keywords: size, estimate, reason } of rows) {
      const members = searched.filter(({ keyword }) => keyword.includes(cell));
      const finds = findsOf(members, () => true);
      const counted = captureCounts(finds, random);
      expect({ held, keywords, size }, cell).toEqual({
        held: counted.held,
        keywords: finds.length,
        size: members.length,
      });
      if (keywords < 30) expect({ estimate, reason }).toEqual({ estimate: null, reason: "few-keywords" });
      else if (reason === "few-recaptures") expect(counted.full.foundBy[1], cell).toBeLessThan(2);
      else expect(estimate?.total, cell).toBe(Math.round(estimateTotal(counted.full)));
    }
  });

  test("is asked page by page", async () => {
    const all = await queries().byGroup(["qcwy"], PERIOD, 4);
    const [first] = await queries().byGroup(["qcwy"], PERIOD, 1);
    if (!first) throw new Error("there is no group");
    const after = { keywords: first.group_keywords, platform: first.platform, word: first.cell };
    expect([first, ...(await queries().byGroup(["qcwy"], PERIOD, 3, after))]).toEqual(all);
  });
});

test("no statement of the API takes longer than a person waits", async () => {
  const client = clickHouseClient(ch.config);
  const asked: string[] = [];
  const watched = Object.assign(Object.create(client) as typeof client, {
    query: (options: Parameters<typeof client.query>[0]) => {
      asked.push(options.query);
      return client.query(options);
    },
  });
  const { byCity, byGroup, nextKeywords, marketIndex } = createCoverageQueries(watched, () => COST);
  await byCity({}, PERIOD, 1);
  await byGroup([], PERIOD, 1);
  await nextKeywords("qcwy", "全国", PERIOD);
  await marketIndex([], PERIOD);
  expect(asked).toHaveLength(9);
  for (const sql of asked) expect(sql).toMatch(/SETTINGS max_execution_time = 20$/);
});

describe("next keywords", () => {
  test("words of titles are the same in ClickHouse", async () => {
    const titles = [
      ...["高级C++开发工程师（上海）", "C#/.NET工程师 node.js", "ＰＬＣ Spring-Boot", "！！", "it's R&D"],
      ...new Set(market.postings.map(({ title }) => title)),
    ];
    for (const title of titles) {
      const sql = TITLE_WORDS.replaceAll("title,", `'${title.replaceAll("'", "\\'")}',`);
      const words = JSON.parse(
        await ch.ask(`SELECT arrayFilter(w -> lengthUTF8(w) > 1, ${sql}) AS words FORMAT JSONEachRow`),
      ).words as string[];
      expect(words.toSorted(), title).toEqual(titleWords(title).toSorted());
    }
  });

  test("are counted as one by one, and leave out what is searched there", async () => {
    const times = new Map<number, number>();
    for (const index of searched.flatMap(({ finds }) => finds)) times.set(index, (times.get(index) ?? 0) + 1);
    const known = new Set(searched.map(({ keyword }) => keyword));
    const ranked = await queries().nextKeywords("qcwy", "全国", PERIOD);
    expect(ranked.length).toBeGreaterThan(3);
    expect(ranked.filter(({ word }) => known.has(word))).toEqual([]);
    for (const { word, ...rest } of ranked.slice(0, 10)) {
      const having = [...times.keys()].filter((index) => {
        const posting = market.postings[index];
        return (
          posting &&
          (titleWords(posting.title).includes(word) ||
            posting.tagList.some((tag) => tag.toLowerCase() === word))
        );
      });
      const foundBy = (n: number) => having.filter((index) => times.get(index) === n).length;
      const counts = { word, held: having.length, foundOnce: foundBy(1), foundTwice: foundBy(2) };
      expect({ word, ...rest }).toEqual(expectedGain(counts, COST));
    }
  });

  test("of a city are words of its postings that neither a search of it nor of the country had", async () => {
    const here = await queries().nextKeywords("qcwy", "上海", PERIOD);
    const all = await queries().nextKeywords("qcwy", "全国", PERIOD);
    const heldOf = new Map(all.map(({ word, held }) => [word, held]));
    expect(here.length).toBeGreaterThan(3);
    for (const { word, held } of here)
      expect(held).toBeLessThanOrEqual(heldOf.get(word) ?? Number.POSITIVE_INFINITY);
    expect(await queries().nextKeywords("boss", "全国", PERIOD)).toEqual([]);
  });
});
