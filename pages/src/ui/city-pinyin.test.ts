import { expect, test } from "vitest";
import { CITY_CODES as boss } from "../../../shared/platforms/boss/codes.ts";
import { CITY_CODES as qcwy } from "../../../shared/platforms/qcwy/codes.ts";
import { CITY_CODES as zhilian } from "../../../shared/platforms/zhilian/codes.ts";
import { cityMatches, readingOf } from "./city-pinyin.ts";

test("every city that a platform knows has a reading", () => {
  const cities = [boss, qcwy, zhilian].flatMap((codes) => Object.keys(codes));
  expect(cities.filter((city) => readingOf(city) === undefined)).toEqual([]);
});

test.each([
  ["北京", "bei"],
  ["北京", "BJ"],
  ["北京", "京"],
  ["重庆", "chongq"],
  ["长沙", "cs"],
  ["厦门", "xiamen"],
  ["西安", "xi'an"],
  ["西安", "xi an"],
  ["全国", "qg"],
])("%s is found by %s", (city, typed) => {
  expect(cityMatches(city, typed)).toBe(true);
});

test.each([
  ["北京", "jing"],
  ["重庆", "zhongqing"],
  ["北京", "bjx"],
  ["不知名", "bu"],
])("%s is not found by %s", (city, typed) => {
  expect(cityMatches(city, typed)).toBe(false);
});
