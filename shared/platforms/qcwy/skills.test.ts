import { expect, test } from "vitest";
import { skillsOf } from "./skills.ts";

test("skills are the tags without experience, degree and welfare", () => {
  const tags =
    "3-4年,大专,mysql,spring,数据库,五险一金,员工旅游,绩效奖金,下午茶,年终奖金,有转正机会,带薪年假,做五休二,股票期权,13薪,包吃住,专业培训,补充医疗保险,中技/中专,无需经验";
  expect(skillsOf(tags.split(","), [])).toEqual(["mysql", "spring", "数据库"]);
});

test.each([
  "食品",
  "汽车",
  "五金",
  "保险",
  "证券基金",
  "冶金",
  "培训",
  "技术培训",
  "薪酬管理",
  "旅游",
  "叉车",
  "高中数学",
  "专利",
])("%s is a skill or a trade", (tag) => {
  expect(skillsOf([tag], [])).toEqual([tag]);
});

test("what other fields say is left out", () => {
  expect(skillsOf(["java", "弹性福利计划", "统招本科起"], ["弹性福利计划", "统招本科起", null])).toEqual([
    "java",
  ]);
});
