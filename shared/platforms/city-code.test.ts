import { expect, test } from "vitest";
import { PLATFORMS } from "../contracts/vocabulary.ts";
import { CITY_CODES as BOSS } from "./boss/codes.ts";
import { CITY_CODES as QCWY } from "./qcwy/codes.ts";
import { adapters } from "./registry.ts";
import { CITY_CODES as ZHILIAN } from "./zhilian/codes.ts";

const tables = { boss: BOSS, qcwy: QCWY, zhilian: ZHILIAN };

test("the platforms know the same cities, each under one code of the site's form", () => {
  const forms = { boss: /^10[01]\d{6}$/, qcwy: /^\d{6}$/, zhilian: /^\d{3}$/ };
  for (const platform of PLATFORMS) {
    const codes = Object.values(tables[platform]);
    expect(Object.keys(tables[platform]).sort()).toEqual(Object.keys(BOSS).sort());
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(forms[platform]);
  }
});

test.each([
  ["北京", "101010100", "010000", "530"],
  ["深圳市", "101280600", "040000", "765"],
  ["全国", "100010000", "000000", "489"],
  ["长沙", "101250100", "190200", "749"],
])("%s", (city, ...codes) => {
  expect(PLATFORMS.map((platform) => adapters[platform].cityCode(city))).toEqual(codes);
});
