import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDegree } from "./degree.ts";

describe("parseDegree", () => {
  test.each([
    ["本科", "bachelor"],
    ["统招本科", "bachelor"],
    ["本科及以上", "bachelor"],
    ["高职本科", "bachelor"],
    ["大专", "associate"],
    ["大专/本科", "associate"],
    ["中技/中专", "vocational"],
    ["中专/中技", "vocational"],
    ["高中/中技/中专", "senior-high"],
    ["高中", "senior-high"],
    ["初中及以下", "junior"],
    ["硕士", "master"],
    ["硕士研究生", "master"],
    ["MBA/EMBA", "master"],
    ["博士", "doctor"],
    ["博士研究生", "doctor"],
    ["学历不限", "any"],
    ["不限", "any"],
    ["无学历要求", "any"],
    ["学历要求不限", "any"],
    ["高职高专", "associate"],
    ["副学士", "associate"],
    ["专升本", "bachelor"],
    ["非全日制本科", "bachelor"],
    ["本 科", "bachelor"],
    ["本科（专业不限）", "bachelor"],
    ["高级技工", "vocational"],
    ["硕博", "master"],
    ["初中以下", "junior"],
    ["高中及以下", "senior-high"],
    ["Bachelor's degree", "bachelor"],
    ["PhD", "doctor"],
    ["High School", "senior-high"],
  ])("reads %s as %s", (text, level) => {
    expect(parseDegree(text)).toBe(level);
  });

  test.each([
    "",
    "双休",
    "五险一金",
    "经验不限",
    "专业不限",
    "本科以下",
    "高中以下",
    "非本科",
    "大学",
    "要求本科以上学历并且有三年以上相关工作经验和良好的沟通能力者优先考虑",
  ])("keeps %j unread", (text) => {
    expect(parseDegree(text)).toBeNull();
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => parseDegree(text) !== undefined));
  });
});
