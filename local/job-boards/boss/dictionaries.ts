/** The dictionaries of the Boss board, in the envelopes of the site. Each request makes its answer anew. */
import { DEGREE, EXPERIENCE, SALARY, SIZE } from "../../../shared/platforms/boss/codes.ts";
import type { FilterTable } from "../../../shared/platforms/filter-table.ts";
import { INDUSTRIES } from "../corpus/industries.ts";
import { byProvince } from "../site-codes.ts";
import { codes } from "./posting.ts";

const good = (zpData: unknown) => JSON.stringify({ code: 0, message: "Success", zpData });
const cityOf = (name: string) => ({
  name,
  code: Number(codes.cities[name]),
  url: `/c${codes.cities[name]}/`,
});
const options = ({ codes: own }: FilterTable) => [
  { code: 0, name: "不限" },
  ...own.map(({ code, label }) => ({ code: Number(code), name: label })),
];
/** The site groups its cities by first letter; here each letter has a tenth of them. */
const LETTERS = "ABCDEFGHJK";

function cityGroups() {
  const names = Object.keys(codes.cities).filter((name) => name !== "全国");
  const size = Math.ceil(names.length / LETTERS.length);
  return {
    cityGroup: [...LETTERS].map((firstChar, at) => ({
      firstChar,
      cityList: names.slice(at * size, (at + 1) * size).map(cityOf),
    })),
    hotCityList: [cityOf("全国"), cityOf("北京"), cityOf("上海")],
  };
}

function cityTree() {
  const districts = Map.groupBy(codes.districts, ({ city }) => city);
  return {
    hotCityList: [cityOf("全国"), cityOf("北京")],
    cityList: byProvince(codes).map(({ province, names }, at) => ({
      code: 101_000_000 + 10_000 * (at + 1),
      name: province,
      tip: null,
      subLevelModelList: names.map((name) => ({
        ...cityOf(name),
        subLevelModelList:
          districts
            .get(codes.cities[name] ?? "")
            ?.map((one) => ({ code: Number(one.code), name: one.name, subLevelModelList: null })) ?? null,
      })),
    })),
  };
}

export const DICTIONARIES: Readonly<Record<string, () => string>> = {
  "/wapi/zpCommon/data/cityGroup.json": () => good(cityGroups()),
  "/wapi/zpCommon/data/city.json": () => good(cityTree()),
  "/wapi/zpgeek/pc/all/filter/conditions.json": () =>
    good({
      experienceList: options(EXPERIENCE),
      degreeList: options(DEGREE),
      salaryList: options(SALARY),
      scaleList: options(SIZE),
      jobTypeList: [
        { code: 0, name: "不限" },
        { code: 1901, name: "全职" },
        { code: 1903, name: "兼职" },
      ],
      payTypeList: [{ code: 2501, name: "日结" }],
    }),
  "/wapi/zpCommon/data/industry.json": () =>
    good(
      INDUSTRIES.map(({ name, trades }, at) => ({
        code: 100_000 + at * 1000,
        name,
        subLevelModelList: trades.map((trade, index) => ({
          code: 100_001 + at * 1000 + index,
          name: trade,
          subLevelModelList: null,
        })),
      })),
    ),
};
