import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { branchKey } from "./branch-unit.ts";
import { identityOf } from "./company-identity.ts";
import { type CompanyName, parseCompanyName } from "./company-name.ts";

// 500 names of firms drawn from the distinct ones of 5,000 postings of 51job of 2023: sorted by code point and shuffled
// by `random.Random(11).shuffle` of Python 3. Each was labelled by reading it, before the parser was written. The first
// 300 served to tune words and rules, the last 200 were only measured.
const labelled = readFileSync(`${import.meta.dirname}/fixtures/labelled-names.tsv`, "utf8");
const TUNED_ON = 300;
const FIELDS = ["place", "brand", "trade", "suffix", "branch"] as const;
const rows = labelled
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [name = "", ...values] = line.split("\t");
    return { name, wanted: FIELDS.map((_, index) => values[index] ?? "") };
  });

/** Micro F1 over all fields; a field is right when its whole text is. */
function f1Of(part: typeof rows) {
  let right = 0;
  let read = 0;
  let wanted = 0;
  for (const row of part) {
    const parsed = parseCompanyName(row.name);
    for (const [index, field] of FIELDS.entries()) {
      const want = row.wanted[index];
      if (parsed[field] !== "") read++;
      if (want !== "") wanted++;
      if (want !== "" && want === parsed[field]) right++;
    }
  }
  return (2 * right) / (read + wanted);
}

const parts = (name: string) => {
  const { place, brand, trade, suffix, branch }: CompanyName = parseCompanyName(name);
  return [place, brand, trade, suffix, branch].join("|");
};

describe("parseCompanyName", () => {
  it("reads the labelled names with a micro F1 of at least 0.97, those held out too", () => {
    const tuned = f1Of(rows.slice(0, TUNED_ON));
    const heldOut = f1Of(rows.slice(TUNED_ON));
    console.info(`names of firms: F1 ${tuned.toFixed(4)} tuned on, ${heldOut.toFixed(4)} held out`);
    expect(rows).toHaveLength(500);
    expect(tuned).toBeGreaterThanOrEqual(0.97);
    expect(heldOut).toBeGreaterThanOrEqual(0.97);
  });

  it.each([
    ["深圳市悠享网络科技有限公司", "深圳市|悠享|网络科技|有限公司|"],
    ["百度(中国)有限公司", "中国|百度||有限公司|"],
    ["百度〔中国〕有限公司", "中国|百度||有限公司|"],
    ["华为技术有限公司（西安）", "西安|华为|技术|有限公司|"],
    ["华为技术有限公司（急招）", "|华为|技术|有限公司|"],
    ["北京百度网讯科技有限公司(深圳)", "北京|百度网讯|科技|有限公司|深圳"],
    ["上海仲信（集团）股份有限公司", "上海|仲信||(集团)股份有限公司|"],
    ["北京海底捞餐饮管理有限公司上海第一分公司", "北京|海底捞|餐饮管理|有限公司|上海第一分公司"],
    ["海底捞（朝阳大悦城店）", "|海底捞|||朝阳大悦城店"],
    ["招商银行股份有限公司上海分行", "|招商|银行|股份有限公司|上海分行"],
    ["招商银行上海分行", "|招商|银行||上海分行"],
    ["平安证券股份有限公司广州营业部", "|平安|证券|股份有限公司|广州营业部"],
    ["深圳宝安电子有限公司", "深圳|宝安|电子|有限公司|"],
    ["深圳市宝安区华美电子有限公司", "深圳市宝安区|华美|电子|有限公司|"],
    ["东方航空科技有限公司", "|东方|航空科技|有限公司|"],
    ["ＡＢＣ科技（深圳）有限公司", "深圳|ABC|科技|有限公司|"],
    ["深圳市悠享网络科技有限公司17", "深圳市|悠享|网络科技|有限公司|17"],
    ["悠享科技有限公司-销售二部", "|悠享|科技|有限公司|销售二部"],
    ["悠享科技有限公司--二店", "|悠享|科技|有限公司|二店"],
    ["悠享餐饮（A座）有限公司", "|悠享|餐饮|有限公司|A座"],
    ["悠享科技有限公司上海分公司第二营业部", "|悠享|科技|有限公司|上海分公司第二营业部"],
    ["悠享科技有限公司（总部）", "|悠享|科技|有限公司|"],
    ["悠享科技有限公司（人事部）", "|悠享|科技|有限公司|"],
    ["某".repeat(130), "||||"],
    ["", "||||"],
    ["有限公司", "|有限公司|||"],
  ])("reads %s", (name, wanted) => expect(parts(name)).toBe(wanted));

  it("takes no longer for hostile names", () => {
    for (const text of [
      "科".repeat(100_000),
      "(".repeat(50_000),
      "科技".repeat(50_000),
      "北京市".repeat(20_000),
    ])
      expect(parseCompanyName(text).brand.length).toBeLessThanOrEqual(120);
  });
});

describe("branchKey", () => {
  it.each([
    ["上海第一分公司", "上海市1分公司"],
    ["一店", "1号店"],
    ["第十二分公司", "12分公司"],
    ["第二十一分公司", "第21分公司"],
    ["（A座）", "a座"],
  ])("is equal for %s and %s", (a, b) => expect(branchKey(a)).toBe(branchKey(b)));

  it.each([
    ["一店", "二店"],
    ["第一分公司", "第十一分公司"],
    ["东区", "西区"],
    ["A座", "B座"],
    ["宝安店", "南山店"],
  ])("tells %s from %s", (a, b) => expect(branchKey(a)).not.toBe(branchKey(b)));
});

describe("identityOf", () => {
  const identity = (name: string) => identityOf(parseCompanyName(name));

  it.each([
    ["深圳市悠享网络科技有限公司", "悠享网络科技（深圳）有限公司"],
    ["深圳市悠享网络科技有限公司", "深圳悠享网络科技股份有限公司南京分公司"],
    ["广东省佛山市速派供应链管理有限公司", "佛山速派供应链管理有限责任公司"],
    ["佛山市南海美泰精密压铸有限公司", "佛山市南海区美泰精密压铸有限公司"],
    ["ABC科技有限公司", "ａｂｃ 科技有限公司"],
  ])("is equal for %s and %s", (a, b) => expect(identity(a)).toBe(identity(b)));

  it.each([
    ["深圳市悠享网络科技有限公司", "广州市悠享网络科技有限公司"],
    ["深圳市悠享网络科技有限公司", "深圳市悠享餐饮管理有限公司"],
    ["吉林省华美食品有限公司", "吉林市华美食品有限公司"],
    ["浙江大学", "浙江省医院"],
    ["百度(中国)有限公司", "百度有限公司"],
  ])("tells %s from %s", (a, b) => expect(identity(a)).not.toBe(identity(b)));
});
