import { expect, test } from "vitest";
import { byPlatform } from "../contracts/vocabulary.ts";
import { divisionOfCity, divisionOfDistrict, listCities } from "../domain/division-code.ts";
import { nearestNames, pinyinOf } from "../domain/nearest-names.ts";
import { cityDictionary, indexCities } from "./cities.ts";

const entries = (names: Record<string, string>) =>
  Object.entries(names).map(([name, code]) => ({ name, code, parent: null }));
const cities = indexCities(
  entries({
    全国: "0",
    海南: "1",
    吉林省: "2",
    吉林市: "3",
    恩施州: "4",
    恩施: "5",
    燕郊开发区: "6",
    昆山: "7",
    广东省: "8",
  }),
  [
    { code: "31", name: "船营区", parent: "3" },
    { code: "32", name: "丰满区", parent: "3" },
  ],
);

test.each([
  ["吉林", "3"],
  ["吉林市", "3"],
  ["昆山市", "7"],
  ["恩施土家族苗族自治州", "5"],
  ["燕郊开发区", "6"],
  ["海南州", "1"],
  ["海南藏族自治州", "1"],
  ["全国", "0"],
  // A province is no city, also where a site calls a prefecture so.
  ["海南", null],
  ["吉林省", null],
  ["广东省", null],
  ["苏州", null],
  ["constructor", null],
])("%s is found under %s", (name, code) => {
  expect(cities.find(name)?.code ?? null).toBe(code);
});

test("cities are joined over the official code, and have their districts", () => {
  expect(cities.find("吉林")).toEqual({
    city: "吉林",
    code: "3",
    siteName: "吉林市",
    divisionCode: "220200",
  });
  expect(cities.find("燕郊开发区")?.divisionCode).toBeNull();
  expect(cities.place("吉林市")).toEqual({
    code: "3",
    districts: [
      { code: "31", name: "船营区" },
      { code: "32", name: "丰满区" },
    ],
  });
  expect(cities.place("昆山")?.districts).toEqual([]);
});

test("the whole country has its parts: the largest cities with their districts", () => {
  const country = indexCities(
    entries({ 全国: "0", 昆山: "1", 燕郊开发区: "2", 吉林: "3", 北京: "4", 上海: "5", 恩施市: "6" }),
    [
      { code: "51", name: "徐汇区", parent: "5" },
      { code: "31", name: "船营区", parent: "3" },
    ],
  ).place("全国");
  expect(country?.cities).toEqual({
    largest: [
      { code: "5", districts: [{ code: "51", name: "徐汇区" }] },
      { code: "4", districts: [] },
      { code: "1", districts: [] },
    ],
  });
});

test("every city of the official list finds itself, and no code stands twice", () => {
  const all = listCities();
  for (const { name, fullName, code } of all) {
    expect(divisionOfCity(name)?.code, name).toBe(code);
    expect(divisionOfCity(fullName)?.name, fullName).toBe(name);
  }
  const codes = all.flatMap(({ code }) => code ?? []);
  expect(codes.length).toBeGreaterThan(360);
  expect(new Set(codes).size).toBe(codes.length);
});

test.each([
  ["北京", "110000"],
  ["昆山", "320583"],
  ["海南", "632500"],
  ["海南省", undefined],
  ["济源", "419001"],
  ["雄安新区", null],
  ["芒市", "533103"],
])("the official code of %s is %s", (name, code) => {
  expect(divisionOfCity(name)?.code).toBe(code);
});

test("districts are found in full and in short", () => {
  expect(divisionOfDistrict("北京", "海淀")).toEqual({ code: "110108", name: "海淀区" });
  expect(divisionOfDistrict("上海", "浦东")).toEqual({ code: "310115", name: "浦东新区" });
  expect(divisionOfDistrict("苏州", "昆山市")).toEqual({ code: "320583", name: "昆山市" });
  expect(divisionOfDistrict("北京", "昆山市")).toBeNull();
});

const official = listCities().map(({ name }) => name);
test.each([
  ["背景", "北京"],
  ["shanghai", "上海"],
  ["Shang Hai", "上海"],
  ["苏洲", "苏州"],
  ["深训", "深圳"],
  ["重清", "重庆"],
  ["chongqing", "重庆"],
  ["石佳庄", "石家庄"],
])("%s may mean %s", (typed, meant) => {
  const near = nearestNames(typed, official);
  expect([near[0], near.length]).toEqual([meant, 3]);
});

test("cities are read as they are spoken", () => {
  expect(["重庆", "厦门", "六安", "Beijing"].map(pinyinOf)).toEqual([
    "chongqing",
    "xiamen",
    "luan",
    "beijing",
  ]);
});

test("a platform names its own three; a county that it does not list is in its city", () => {
  const dictionary = cityDictionary(
    byPlatform(() => indexCities(entries({ 全国: "0", 苏州: "1", 杭州: "2", 北京: "3", 南京: "4" }), [])),
  );
  expect(dictionary.nearest("boss", "背景")).toEqual(["北京", "南京", "苏州"]);
  expect(dictionary.nearest("boss", "昆山")[0]).toBe("苏州");
  expect(dictionary.nearest("boss", "x".repeat(10_000))).toHaveLength(3);
  expect(dictionary.nearest(null, "佛善")[0]).toBe("佛山");
  // A file of unknown names costs no more than a few hundred comparisons.
  const names = Array.from({ length: 400 }, (_, at) => dictionary.nearest("boss", `无名${at}`));
  expect(names.at(-1)).toEqual(["苏州", "杭州", "北京"]);
});
