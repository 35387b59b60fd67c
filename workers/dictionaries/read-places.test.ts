/** Which places a filter may name, and what it costs to know. */
import { expect, test } from "vitest";
import { cityDictionary, indexCities } from "../../shared/platforms/cities.ts";
import { type PlaceFilter, type PlaceSources, readPlaces } from "./read-places.ts";

const entry = (code: string, name: string, parent: string | null = null) => ({ code, name, parent });
const suzhou = indexCities([entry("1", "苏州"), entry("2", "东莞")], [entry("11", "尹山湖板块", "1")]);
const others = indexCities([entry("1", "北京")], []);

/** Stored postings of these districts, each in its city. */
function sourcesOf(stored: Record<string, string> = {}) {
  const asked: string[] = [];
  const sources: PlaceSources = {
    jobs: {
      storedCities: async () => [],
      storedDistricts: async (names, cities) => {
        asked.push("stored");
        return names.filter((name) => stored[name] && (cities?.includes(stored[name]) ?? true));
      },
    },
    dictionaries: {
      cities: async () => {
        asked.push("dictionaries");
        return cityDictionary({ boss: others, qcwy: suzhou, zhilian: others });
      },
    },
  };
  const read = async (filter: PlaceFilter) => {
    const result = await readPlaces(sources, filter);
    return "filter" in result ? result.filter.district : result.unknown.reason;
  };
  return { read, asked };
}

test("whole names of the official list, today's and former ones, cost no question", async () => {
  const { read, asked } = sourcesOf();
  expect(await read({ city: ["北京市"], district: ["海淀区", "崇文区"] })).toEqual(["海淀区", "崇文区"]);
  expect(await read({ district: ["浦东新区"] })).toEqual(["浦东新区"]);
  expect(await read({ city: ["全国"], district: ["浦东新区"] })).toEqual(["浦东新区"]);
  expect(asked).toEqual([]);
});

test("a name without its ending finds the whole one of each city, and what a posting calls so", async () => {
  const { read } = sourcesOf({ 海淀: "北京" });
  expect(await read({ district: ["朝阳"] })).toEqual(["朝阳区", "朝阳县"]);
  expect(await read({ city: ["北京"], district: ["朝阳", "朝阳区"] })).toEqual(["朝阳区"]);
  expect(await read({ city: ["北京"], district: ["海淀"] })).toEqual(["海淀区", "海淀"]);
});

test("what a posting has as its district is known in the posting's city, also against the official list", async () => {
  const { read } = sourcesOf({ 松山湖: "东莞", 海淀区: "上海" });
  expect(await read({ district: ["松山湖"] })).toEqual(["松山湖"]);
  expect(await read({ city: ["东莞市"], district: ["松山湖"] })).toEqual(["松山湖"]);
  expect(await read({ city: ["上海"], district: ["海淀区"] })).toEqual(["海淀区"]);
  expect(await read({ city: ["深圳"], district: ["松山湖"] })).toMatch(/^is no district of 深圳 /);
});

test("a district of a site's dictionary is known in its city, without a posting", async () => {
  const { read, asked } = sourcesOf();
  expect(await read({ district: ["尹山湖板块"] })).toEqual(["尹山湖板块"]);
  expect(await read({ city: ["苏州", "北京"], district: ["尹山湖板块"] })).toEqual(["尹山湖板块"]);
  expect(asked).toEqual(["stored", "dictionaries", "stored", "dictionaries"]);
  expect(await read({ city: ["北京"], district: ["尹山湖板块"] })).toMatch(/^is no district of 北京 /);
});

test.each<[PlaceFilter, string]>([
  [{ city: ["苏州"], district: ["银山湖板块"] }, "尹山湖板块"],
  [{ city: ["北京"], district: ["haidian"] }, "海淀区"],
  [{ district: ["浦东心区"] }, "浦东新区"],
  [{ city: ["北京"], district: ["x".repeat(100)] }, ""],
])("%j is refused with three names", async (filter, nearest) => {
  const said = String(await sourcesOf().read(filter));
  const names = said.split("nearest are ")[1]?.split(", ") ?? [];
  expect(names).toHaveLength(3);
  expect(names[0]).toContain(nearest);
});

test("a city without districts has the nearest of the country", async () => {
  expect(await sourcesOf().read({ city: ["东莞"], district: ["福田曲"] })).toMatch(
    /^is no district of 东莞 that is known or stored; nearest are 福田区, /,
  );
});

test("a city that nobody knows is refused first", async () => {
  expect(await sourcesOf().read({ city: ["背景"], district: ["海电区"] })).toMatch(/^is no city /);
});
