/**
 * Boss: codes of cities and filters, from its public dictionaries (`/wapi/zpCommon/data/cityGroup.json`,
 * `/wapi/zpgeek/pc/all/filter/conditions.json`). The cities hold until a dictionary is loaded.
 */
import { type FilterTable, salaryCodes, sizeCodes } from "../filter-table.ts";

/** Number of rows on a full list page. */
export const PAGE_SIZE = 15;
/** Maximum number of rows that one query reaches. */
export const CAP_ROWS = 300;

export const CITY_CODES: Readonly<Record<string, string>> = {
  全国: "100010000",
  北京: "101010100",
  上海: "101020100",
  广州: "101280100",
  深圳: "101280600",
  杭州: "101210100",
  成都: "101270100",
  武汉: "101200100",
  南京: "101190100",
  西安: "101110100",
  苏州: "101190400",
  重庆: "101040100",
  天津: "101030100",
  长沙: "101250100",
  郑州: "101180100",
  济南: "101120100",
  青岛: "101120200",
  合肥: "101220100",
  福州: "101230100",
  厦门: "101230200",
  沈阳: "101070100",
  大连: "101070200",
  宁波: "101210400",
  无锡: "101190200",
  东莞: "101281600",
  昆明: "101290100",
  哈尔滨: "101050100",
  南宁: "101300100",
  贵阳: "101260100",
  南昌: "101240100",
};

export const EXPERIENCE: FilterTable = {
  dimension: "experience",
  param: "experience",
  codes: [
    { code: "108", label: "在校生", rule: { by: "experience", levels: ["student"] } },
    { code: "102", label: "应届生", rule: { by: "experience", levels: ["graduate"] } },
    { code: "101", label: "经验不限", rule: { by: "experience", levels: ["any", "none", null] } },
    { code: "103", label: "1年以内", rule: { by: "experience", levels: ["under1"] } },
    { code: "104", label: "1-3年", rule: { by: "experience", levels: ["1-3"] } },
    { code: "105", label: "3-5年", rule: { by: "experience", levels: ["3-5"] } },
    { code: "106", label: "5-10年", rule: { by: "experience", levels: ["5-10"] } },
    { code: "107", label: "10年以上", rule: { by: "experience", levels: ["over10"] } },
  ],
};

export const DEGREE: FilterTable = {
  dimension: "degree",
  param: "degree",
  codes: [
    { code: "201", label: "学历不限", rule: { by: "degree", levels: ["any", null] } },
    { code: "209", label: "初中及以下", rule: { by: "degree", levels: ["junior"] } },
    { code: "208", label: "中专/中技", rule: { by: "degree", levels: ["vocational"] } },
    { code: "206", label: "高中", rule: { by: "degree", levels: ["senior-high"] } },
    { code: "202", label: "大专", rule: { by: "degree", levels: ["associate"] } },
    { code: "203", label: "本科", rule: { by: "degree", levels: ["bachelor"] } },
    { code: "204", label: "硕士", rule: { by: "degree", levels: ["master"] } },
    { code: "205", label: "博士", rule: { by: "degree", levels: ["doctor"] } },
  ],
};

export const SALARY: FilterTable = {
  dimension: "salary",
  param: "salary",
  codes: /* @__PURE__ */ salaryCodes([
    ["402", "3K以下", 0],
    ["403", "3-5K", 3000],
    ["404", "5-10K", 5000],
    ["405", "10-20K", 10_000],
    ["406", "20-50K", 20_000],
    ["407", "50K以上", 50_000],
  ]),
};

export const SIZE: FilterTable = {
  dimension: "size",
  param: "scale",
  codes: /* @__PURE__ */ sizeCodes([
    ["301", "0-20人", 0],
    ["302", "20-99人", 20],
    ["303", "100-499人", 100],
    ["304", "500-999人", 500],
    ["305", "1000-9999人", 1000],
    ["306", "10000人以上", 10_000],
  ]),
};

/** In the order of splitting. */
export const FILTERS: readonly FilterTable[] = [EXPERIENCE, DEGREE, SALARY, SIZE];
