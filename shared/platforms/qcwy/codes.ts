/**
 * 51job: codes of cities and filters, from its public dictionaries (`dd_city.json` and the search page's own
 * options). The cities hold until a dictionary is loaded.
 */
import { type FilterTable, salaryCodes, sizeCodes } from "../filter-table.ts";

/** Number of rows on a full list page. */
export const PAGE_SIZE = 20;
/** Maximum number of pages that one query reaches. */
export const MAX_PAGES = 50;

export const CITY_CODES: Readonly<Record<string, string>> = {
  全国: "000000",
  北京: "010000",
  上海: "020000",
  广州: "030200",
  深圳: "040000",
  杭州: "080200",
  成都: "090200",
  武汉: "180200",
  南京: "070200",
  西安: "200200",
  苏州: "070300",
  重庆: "060000",
  天津: "050000",
  长沙: "190200",
  郑州: "170200",
  济南: "120200",
  青岛: "120300",
  合肥: "150200",
  福州: "110200",
  厦门: "110300",
  沈阳: "230200",
  大连: "230300",
  宁波: "080300",
  无锡: "070400",
  东莞: "030800",
  昆明: "250200",
  哈尔滨: "220200",
  南宁: "140200",
  贵阳: "260200",
  南昌: "130200",
};

export const EXPERIENCE: FilterTable = {
  dimension: "experience",
  param: "workYear",
  codes: [
    { code: "01", label: "在校生/应届生", rule: { by: "experience", levels: ["student", "graduate"] } },
    { code: "02", label: "1-3年", rule: { by: "experience", levels: ["under1", "1-3"] } },
    { code: "03", label: "3-5年", rule: { by: "experience", levels: ["3-5"] } },
    { code: "04", label: "5-10年", rule: { by: "experience", levels: ["5-10"] } },
    { code: "05", label: "10年以上", rule: { by: "experience", levels: ["over10"] } },
    { code: "06", label: "无需经验", rule: { by: "experience", levels: ["none", "any", null] } },
  ],
};

export const DEGREE: FilterTable = {
  dimension: "degree",
  param: "degree",
  codes: [
    { code: "01", label: "初中及以下", rule: { by: "degree", levels: ["junior"] } },
    { code: "02", label: "高中/中技/中专", rule: { by: "degree", levels: ["senior-high", "vocational"] } },
    { code: "03", label: "大专", rule: { by: "degree", levels: ["associate"] } },
    { code: "04", label: "本科", rule: { by: "degree", levels: ["bachelor"] } },
    { code: "05", label: "硕士", rule: { by: "degree", levels: ["master"] } },
    { code: "06", label: "博士", rule: { by: "degree", levels: ["doctor"] } },
    { code: "07", label: "无学历要求", rule: { by: "degree", levels: ["any", null] } },
  ],
};

export const SALARY: FilterTable = {
  dimension: "salary",
  param: "salary",
  codes: /* @__PURE__ */ salaryCodes([
    ["01", "2千以下", 0],
    ["02", "2-3千", 2000],
    ["03", "3-4.5千", 3000],
    ["04", "4.5-6千", 4500],
    ["05", "6-8千", 6000],
    ["06", "0.8-1万", 8000],
    ["07", "1-1.5万", 10_000],
    ["08", "1.5-2万", 15_000],
    ["09", "2-3万", 20_000],
    ["10", "3-4万", 30_000],
    ["11", "4-5万", 40_000],
    ["12", "5万以上", 50_000],
  ]),
};

export const SIZE: FilterTable = {
  dimension: "size",
  param: "companySize",
  codes: /* @__PURE__ */ sizeCodes([
    ["01", "少于50人", 0],
    ["02", "50-150人", 50],
    ["03", "150-500人", 150],
    ["04", "500-1000人", 500],
    ["05", "1000-5000人", 1000],
    ["06", "5000-10000人", 5000],
    ["07", "10000人以上", 10_000],
  ]),
};

/** In the order of splitting. */
export const FILTERS: readonly FilterTable[] = [EXPERIENCE, DEGREE, SALARY, SIZE];
