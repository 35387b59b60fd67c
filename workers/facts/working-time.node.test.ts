/** What postings say of their working time, in the words of real ones, read by the real engine. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { workingTimeSql } from "./working-time-sql.ts";

/** Text → what it states. */
const PHRASES: Record<string, string> = {
  // Two days off
  双休: "two_days",
  周末双休: "two_days",
  "五险一金、周末双休、带薪年假": "two_days",
  "福利：双休，法定节假日": "two_days",
  "朝九晚六，双休": "two_days",
  "工作时间：9:00-18:00 双休 五险一金": "two_days",
  固定双休不加班: "two_days",
  做五休二: "two_days",
  上五休二: "two_days",
  "做5休2，早九晚六": "two_days",
  "上班时间：周一至周五 9:00-18:00": "two_days",
  "周一到周五，早9晚6": "two_days",
  "周一至周五，早上九点上班": "two_days",
  "周一至周五9:00-18:00": "two_days",
  "周一至周五 朝九晚六": "two_days",
  五天工作制: "two_days",
  "5天8小时工作制": "two_days",
  "五天八小时，不加班": "two_days",
  "5天*8小时": "two_days",
  周六日休息: "two_days",
  "周六、周日休息": "two_days",
  周末正常休息: "two_days",
  每周休息两天: "two_days",
  周休二日: "two_days",
  享受双休日: "two_days",
  "双休日休息，法定节假日正常放假": "two_days",
  "965工作制": "two_days",
  "弹性工作，周末双休，拒绝996": "two_days",
  "双休（非大小周）": "two_days",
  "双休、无大小周": "two_days",
  "周末双休，不是单休！": "two_days",
  "双休/五险一金/餐补": "two_days",
  "双休，朝九晚五": "two_days",
  "【双休】【五险】": "two_days",
  ＷＥＥＫＥＮＤ双休: "two_days",
  // No two days off
  非双休: "",
  不双休: "",
  不能保证双休: "",
  没有双休: "",
  "不保证双休，忙时加班": "",
  双休不固定: "",
  双休日需要值班: "",
  双休日加班有加班费: "",
  转正后双休: "",
  入职满一年后双休: "",
  每月两次双休: "",
  一个月双休一次: "",
  要求双休的勿扰: "",
  是否双休: "",
  "淡季双休，旺季单休": "",
  "面试时间：周一至周五 9:00-17:00": "",
  "客服热线：周一至周五 9:00-18:00": "",
  公司设有周末休息室: "",
  "周一至周五9:00-18:00 周六9:00-12:00上班": "",
  // One day off
  单休: "one_day",
  "周末单休，包吃住": "one_day",
  每周单休: "one_day",
  做六休一: "one_day",
  上六休一: "one_day",
  "六天工作制，8小时": "one_day",
  "6天8小时": "one_day",
  月休四天: "one_day",
  "月休4天，包住": "one_day",
  每周休息一天: "one_day",
  周休一天: "one_day",
  能接受单休: "one_day",
  不能接受单休者勿投: "one_day",
  接受不了单休的请勿扰: "one_day",
  "排班制，月休4天": "one_day",
  // No one day off
  非单休: "",
  拒绝单休: "",
  不单休: "",
  "月休4-6天": "",
  试用期单休: "",
  "单休/双休可选": "",
  单休或双休: "",
  "单休、双休均可": "",
  // Alternating
  大小周: "alternating",
  "大小周，月休6天": "alternating",
  大小周双休: "alternating",
  单双休: "alternating",
  "单双休，早九晚六": "alternating",
  单双休交替: "alternating",
  双休单休轮换: "alternating",
  隔周双休: "alternating",
  "工作制：大小休": "alternating",
  "大小周（可调休）": "alternating",
  能适应大小周: "alternating",
  不排斥大小周: "alternating",
  // Not alternating
  无大小周: "",
  不大小周: "",
  拒绝大小周: "",
  没有大小周: "",
  告别大小周: "",
  取消大小周: "",
  绝不搞大小周: "",
  // 996
  "996": "996",
  "996工作制": "996",
  工作时间996: "996",
  能接受996: "996",
  可接受996加班: "996",
  不能接受996者勿投: "996",
  无法接受996请勿投递: "996",
  抗拒996者勿扰: "996",
  不排斥996: "996",
  "不介意996，薪资可谈": "996",
  "9-9-6，节假日照常": "996",
  "早九晚九，单休": "one_day",
  早九晚九六天: "996",
  "９９６工作制": "996",
  "公司实行“996”": "996",
  // No 996
  不996: "",
  拒绝996: "",
  "拒绝“996”": "",
  没有996: "",
  "没有加班、996": "",
  无996: "",
  非996: "",
  告别996: "",
  远离996: "",
  反对996: "",
  反996: "",
  杜绝996: "",
  不推行996: "",
  不提倡996文化: "",
  我们不是996公司: "",
  绝不996: "",
  "996？不存在的": "",
  "996不存在": "",
  对996说不: "",
  厌倦了996的你: "",
  不搞996: "",
  不强制996: "",
  "不内卷、不996": "",
  "no 996": "",
  "996元全勤奖": "",
  "电话：400-996-1234": "",
  "996.icu": "",
  编号1996: "",
  奖金1996元: "",
  第996号: "",
  // Several
  "996，单休": "996 one_day",
  "大小周，偶尔996": "alternating 996",
  "拒绝996，拒绝大小周，周末双休": "two_days",
  "朝九晚六双休，绝无996和大小周": "two_days",
  // Nothing
  "": "",
  "五险一金，带薪年假": "",
  "工作认真负责，能承受压力": "",
  "休息区、下午茶": "",
  带薪休假: "",
};

let ch: ScratchClickHouse;
const found = new Map<string, { times: string; said: string[] }>();
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: false });
  await ch.ask("CREATE DATABASE IF NOT EXISTS jobdata");
  await ch.ask("CREATE TABLE phrases (phrase String) ENGINE = Memory");
  const lines = Object.keys(PHRASES).map((phrase) => JSON.stringify({ phrase }));
  await ch.ask(`INSERT INTO phrases FORMAT JSONEachRow ${lines.join("\n")}`);
  const sql = workingTimeSql({ lists: ["emptyArrayString()"], texts: ["phrase"] });
  const answer = await ch.ask(`SELECT phrase, ${sql} AS read FROM phrases FORMAT JSONCompactEachRow`);
  for (const line of answer.split("\n")) {
    const [phrase, read] = JSON.parse(line) as [string, [string, string][]];
    found.set(phrase, { times: read.map(([time]) => time).join(" "), said: read.map(([, said]) => said) });
  }
});
afterAll(() => ch.remove());

test("is read from each phrase as a person reads it", () => {
  const order = ["two_days", "alternating", "one_day", "996"];
  const read = Object.fromEntries(Object.keys(PHRASES).map((phrase) => [phrase, found.get(phrase)?.times]));
  const expected = Object.fromEntries(
    Object.entries(PHRASES).map(([phrase, times]) => [
      phrase,
      times
        .split(" ")
        .toSorted((one, other) => order.indexOf(one) - order.indexOf(other))
        .join(" "),
    ]),
  );
  expect(read).toEqual(expected);
});

test("with the words that it was read from, cut to a clause", () => {
  expect(found.get("拒绝996，拒绝大小周，周末双休")?.said).toEqual(["周末双休"]);
  expect(found.get("工作时间：9:00-18:00 双休 五险一金")?.said).toEqual([
    "工作时间:9:00-18:00 双休 五险一金",
  ]);
  for (const { said } of found.values())
    for (const sentence of said) expect(sentence.length).toBeLessThan(130);
});
