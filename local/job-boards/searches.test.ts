/** What holds on all three boards: searches, filters that add up, caps, volatile fields. */
import { existsSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { type Ask, FIXTURE, holds, lists, SIGN_KEY } from "../../tests/support/job-boards/test-client.ts";
import { codes as boss } from "./boss/posting.ts";
import { loadCorpus } from "./corpus.ts";
import { codes as qcwy } from "./qcwy/posting.ts";
import { type JobBoards, startJobBoards } from "./start.ts";
import { codes as zhilian } from "./zhilian/posting.ts";

const CODES = { boss, qcwy, zhilian };
const PAGE_SIZES = { boss: 15, qcwy: 20, zhilian: 20 };
/** A file of real postings, where somebody has put one beside the checkout. */
const REAL = "../shared/postings/51job-2023.csv";
const corpora: (string | undefined)[] = [undefined, FIXTURE, ...(existsSync(REAL) ? [REAL] : [])];
const SEARCHES: [keyword: string, city: string][] = [
  ["java", "全国"],
  ["Python", "上海"],
  ["销售", "深圳"],
  ["计算机软件", "全国"],
  ["", "北京"],
  ["java spring", "全国"],
];

describe.each(corpora)("corpus %s", (file) => {
  let boards: JobBoards;
  beforeAll(async () => {
    // No cap, because Boss reports no more than one query reaches.
    const caps = { boss: 1_000_000 };
    boards = await startJobBoards({ corpus: { file }, signKey: SIGN_KEY, bossOpen: true, caps });
  });
  afterAll(() => boards.close());

  test("all boards hold the same postings, under keys of their own", async () => {
    const held = await Promise.all(PLATFORMS.map((name) => holds(boards[name].url, "", "全国")));
    for (const { ids } of held) expect(new Set(ids).size).toBe(boards.corpus.postings.length);
    expect(new Set(held.flatMap(({ ids }) => ids)).size).toBe(boards.corpus.postings.length * 3);
  });

  test.each(PLATFORMS)("%s: a search finds what has every word, in that city", async (platform) => {
    const list = lists(boards)[platform];
    for (const [keyword, city] of SEARCHES) {
      const words = keyword.toLowerCase().split(" ");
      const expected = boards.corpus.postings.filter(({ title, tags, company, industry, ...posting }) => {
        const text = `${title}\n${tags}\n${company}\n${industry}`.toLowerCase();
        return words.every((word) => text.includes(word)) && (city === "全国" || posting.city === city);
      });
      const listed = await list?.({ keyword, city: CODES[platform].cities[city] });
      expect(listed?.total, `${keyword} ${city}`).toBe(expected.length);
      expect((await holds(boards[platform].url, keyword, city)).count).toBe(expected.length);
    }
  });

  test.each(PLATFORMS)("%s: the codes of a dimension add up to the search", async (platform) => {
    const list = lists(boards)[platform];
    const { cities, filters } = CODES[platform];
    const total = async (ask: Ask) => (await list?.(ask))?.total ?? 0;
    const property = fc.asyncProperty(
      fc.constantFrom(...SEARCHES),
      fc.constantFrom(...filters),
      fc.option(fc.constantFrom(...filters)),
      fc.nat(),
      async ([keyword, city], table, outer, chosen) => {
        const code = outer && outer !== table ? outer.codes[chosen % outer.codes.length]?.code : undefined;
        const given: Record<string, string> = outer && code ? { [outer.param]: code } : {};
        const ask = { keyword, city: cities[city] };
        const parts = await Promise.all(
          table.codes.map((part) => total({ ...ask, filters: { ...given, [table.param]: part.code } })),
        );
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(await total({ ...ask, filters: given }));
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  test.each(PLATFORMS)("%s: the pages hold every posting once, in a stable order", async (platform) => {
    const list = lists(boards)[platform];
    const crawl = async () => {
      const keys: string[] = [];
      for (let page = 1; ; page++) {
        const listed = await list?.({ keyword: "java", city: CODES[platform].cities.上海, page });
        if (!listed?.keys.length) return keys;
        keys.push(...listed.keys);
      }
    };
    const first = await crawl();
    const { ids } = await holds(boards[platform].url, "java", "上海");
    expect(first).toEqual(ids);
    expect(await crawl()).toEqual(first);
  });

  test.each(PLATFORMS)("%s: two answers differ in the session's fields only", async (platform) => {
    const list = lists(boards)[platform];
    const ask = { keyword: "java", city: CODES[platform].cities.全国 };
    const [one, two] = [await list?.(ask), await list?.(ask)];
    expect(one?.text).not.toBe(two?.text);
    const volatile = /^(securityId|lid|bossOnline|hrActiveStatusGreen|hrOnlineState|lastOnlineTime)$/;
    const stable = (rows: unknown) =>
      JSON.stringify(rows, (name, value) => (volatile.test(name) ? undefined : value));
    expect(stable(one?.rows)).toBe(stable(two?.rows));
  });
});

test("a posting keeps its keys from start to start, and in another corpus that holds it", async () => {
  const ids = async () => {
    const boards = await startJobBoards({ corpus: { file: FIXTURE }, signKey: SIGN_KEY });
    const held = await Promise.all(PLATFORMS.map((name) => holds(boards[name].url, "", "")));
    await boards.close();
    return held.map((each) => each.ids);
  };
  expect(await ids()).toEqual(await ids());
});

test("a city outside the shipped codes is found under its own code and in the whole country only", async () => {
  const boards = await startJobBoards({ corpus: { file: FIXTURE }, signKey: SIGN_KEY, bossOpen: true });
  try {
    for (const platform of PLATFORMS) {
      const list = lists(boards)[platform];
      const { cities } = CODES[platform];
      const found = await list?.({ keyword: "佛山", city: cities.全国 });
      expect(found?.total).toBe(2);
      for (const [city, code] of Object.entries(cities).slice(0, 60))
        if (city !== "全国" && city !== "佛山")
          expect((await list?.({ keyword: "佛山", city: code }))?.total).toBe(0);
      expect((await list?.({ keyword: "佛山", city: cities.佛山 }))?.total).toBe(2);
      expect((await holds(boards[platform].url, "", "佛山")).count).toBe(2);
      await expect(holds(boards[platform].url, "", "亚特兰蒂斯")).rejects.toThrow("unknown");
    }
  } finally {
    await boards.close();
  }
});

describe("caps", () => {
  let boards: JobBoards;
  beforeAll(async () => {
    boards = await startJobBoards({
      corpus: { size: 1300 },
      signKey: SIGN_KEY,
      bossOpen: true,
      caps: { zhilian: 200 },
    });
  });
  afterAll(() => boards.close());

  test.each([
    ["boss", 20, 300],
    ["qcwy", 50, 1300],
    ["zhilian", 10, 1300],
  ] as const)("%s ends after page %i and tells a total of %i", async (platform, lastPage, total) => {
    const list = lists(boards)[platform];
    const at = (page: number) => list?.({ city: CODES[platform].cities.全国, page });
    const last = await at(lastPage);
    expect(last?.total).toBe(total);
    expect(last?.keys).toHaveLength(PAGE_SIZES[platform]);
    expect((await at(lastPage - 1))?.last ?? false).toBe(false);
    if (platform !== "qcwy") expect(last?.last).toBe(true);
    expect(await at(lastPage + 1)).toMatchObject({ total, keys: [] });
  });
});

test.each(PLATFORMS)("%s: every posting is reachable by splitting", async (platform) => {
  const { postings } = loadCorpus({});
  const boards = await startJobBoards({ signKey: SIGN_KEY, bossOpen: true });
  try {
    const list = lists(boards)[platform];
    const { cities, filters } = CODES[platform];
    const seen = new Set<string>();
    const cap = { boss: 300, qcwy: 1000, zhilian: 1000 }[platform];
    const walk = async (given: Record<string, string>, depth: number): Promise<void> => {
      const ask = { city: cities.全国, filters: given };
      const total = (await list?.(ask))?.total ?? 0;
      const table = filters[depth];
      if (total >= cap && table) {
        for (const { code } of table.codes) await walk({ ...given, [table.param]: code }, depth + 1);
        return;
      }
      expect(total).toBeLessThanOrEqual(cap);
      for (let page = 1; page <= Math.ceil(total / PAGE_SIZES[platform]); page++)
        for (const key of (await list?.({ ...ask, page }))?.keys ?? []) seen.add(key);
    };
    await walk({}, 0);
    expect(seen.size).toBe(postings.length);
  } finally {
    await boards.close();
  }
});
