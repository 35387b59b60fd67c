import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cityName, parsePlace } from "./city.ts";

describe("cityName", () => {
  test.each([
    ["北京", "北京"],
    ["北京市", "北京"],
    ["昆山市", "昆山"],
    ["广州", "广州"],
    ["吉林", "吉林"],
    ["吉林市", "吉林"],
    ["红河州", "红河"],
    ["红河哈尼族彝族自治州", "红河"],
    ["黔西南布依族苗族自治州", "黔西南"],
    ["大兴安岭地区", "大兴安岭"],
    ["全国", "全国"],
    [" 上海 ", "上海"],
  ])("%s is %s", (text, name) => {
    expect(cityName(text)).toBe(name);
  });

  test.each(["", "广东省", "广东", "吉林省", "内蒙古自治区", "异地招聘", "远程", "Beijing", "12"])(
    "%j is no city",
    (text) => {
      expect(cityName(text)).toBeNull();
    },
  );
});

describe("parsePlace", () => {
  test.each([
    ["上海·浦东新区", "上海", "浦东新区", null],
    ["上海-浦东新区", "上海", "浦东新区", null],
    ["北京·海淀区·中关村", "北京", "海淀区", "中关村"],
    ["北京·北京市·海淀区", "北京", "海淀区", null],
    ["广东省-深圳市-南山区", "深圳", "南山区", null],
    ["深圳市宝安区", "深圳", "宝安区", null],
    ["北京海淀区", "北京", "海淀区", null],
    ["西安 雁塔 丈八沟", "西安", "雁塔", "丈八沟"],
    ["北京市", "北京", null, null],
    ["长春·朝阳区", "长春", "朝阳区", null],
  ])("reads %s", (text, city, district, businessArea) => {
    expect(parsePlace(text)).toEqual({ city, district, businessArea, known: true });
  });

  test("keeps the text of what names no city", () => {
    expect(parsePlace("广东省")).toEqual({
      city: "广东省",
      district: null,
      businessArea: null,
      known: false,
    });
    expect(parsePlace("异地招聘")?.known).toBe(false);
    expect(parsePlace("  ")).toBeNull();
  });

  test("never throws, and what it knows as a city is a city by itself", () => {
    const pieces = fc.constantFrom(..."北京上海广州市省区县新·-/ 朝阳");
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: pieces })), (text) => {
        const place = parsePlace(text);
        if (place?.known) expect(cityName(place.city)).not.toBeNull();
      }),
    );
  });
});
