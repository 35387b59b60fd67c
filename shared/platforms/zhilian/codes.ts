/**
 * Zhilian: codes of cities and filters, from its public dictionary (`/c/i/search/base/data`). `-1` is the code
 * of postings without a requirement. The cities hold until a dictionary is loaded.
 */
import { type FilterTable, salaryCodes, sizeCodes } from "../filter-table.ts";

/** Number of rows on a full list page. */
export const PAGE_SIZE = 20;

export const CITY_CODES: Readonly<Record<string, string>> = {
  全国: "489",
  北京: "530",
  上海: "538",
  广州: "763",
  深圳: "765",
  杭州: "653",
  成都: "801",
  武汉: "736",
  南京: "635",
  西安: "854",
  苏州: "639",
  重庆: "551",
  天津: "531",
  长沙: "749",
  郑州: "719",
  济南: "702",
  青岛: "703",
  合肥: "664",
  福州: "681",
  厦门: "682",
  沈阳: "599",
  大连: "600",
  宁波: "654",
  无锡: "636",
  东莞: "779",
  昆明: "831",
  哈尔滨: "622",
  南宁: "785",
  贵阳: "822",
  南昌: "691",
};

export const EXPERIENCE: FilterTable = {
  dimension: "experience",
  param: "S_SOU_WORK_EXPERIENCE",
  codes: [
    { code: "-1", label: "不限", rule: { by: "experience", levels: ["any", null] } },
    { code: "0000", label: "无经验", rule: { by: "experience", levels: ["none", "student", "graduate"] } },
    { code: "0001", label: "1年以下", rule: { by: "experience", levels: ["under1"] } },
    { code: "0103", label: "1-3年", rule: { by: "experience", levels: ["1-3"] } },
    { code: "0305", label: "3-5年", rule: { by: "experience", levels: ["3-5"] } },
    { code: "0510", label: "5-10年", rule: { by: "experience", levels: ["5-10"] } },
    { code: "1099", label: "10年以上", rule: { by: "experience", levels: ["over10"] } },
  ],
};

export const DEGREE: FilterTable = {
  dimension: "degree",
  param: "S_SOU_EDUCATION_LOWESTLEVEL",
  codes: [
    { code: "-1", label: "学历不限", rule: { by: "degree", levels: ["any", null] } },
    { code: "9", label: "初中及以下", rule: { by: "degree", levels: ["junior"] } },
    { code: "7", label: "高中", rule: { by: "degree", levels: ["senior-high"] } },
    { code: "12", label: "中专/中技", rule: { by: "degree", levels: ["vocational"] } },
    { code: "5", label: "大专", rule: { by: "degree", levels: ["associate"] } },
    { code: "4", label: "本科", rule: { by: "degree", levels: ["bachelor"] } },
    // MBA/EMBA (code 10) is read as a master's degree and searched with it.
    { code: "3", label: "硕士", rule: { by: "degree", levels: ["master"] } },
    { code: "1", label: "博士", rule: { by: "degree", levels: ["doctor"] } },
  ],
};

export const SALARY: FilterTable = {
  dimension: "salary",
  param: "S_SOU_SALARY",
  codes: /* @__PURE__ */ salaryCodes([
    ["0000,4000", "4K以下", 0],
    ["4001,6000", "4K-6K", 4000],
    ["6001,8000", "6K-8K", 6000],
    ["8001,10000", "8K-10K", 8000],
    ["10001,15000", "10K-15K", 10_000],
    ["15001,25000", "15K-25K", 15_000],
    ["25001,35000", "25K-35K", 25_000],
    ["35001,50000", "35K-50K", 35_000],
    ["50001,9999999", "50K以上", 50_000],
  ]),
};

export const SIZE: FilterTable = {
  dimension: "size",
  param: "S_SOU_COMPANY_SCALE",
  codes: /* @__PURE__ */ sizeCodes([
    ["1", "20人以下", 0],
    ["2", "20-99人", 20],
    ["3", "100-299人", 100],
    ["8", "300-499人", 300],
    ["4", "500-999人", 500],
    ["5", "1000-9999人", 1000],
    ["6", "10000人以上", 10_000],
  ]),
};

/** In the order of splitting. */
export const FILTERS: readonly FilterTable[] = [EXPERIENCE, DEGREE, SALARY, SIZE];
