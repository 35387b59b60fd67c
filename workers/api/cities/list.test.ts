import { expect, test } from "vitest";
import { testApi } from "../../../tests/edge/api/test-api.ts";

test("lists each city once, with its code on every platform that knows it", async () => {
  const { call } = testApi();
  const { data } = await call<{ items: unknown[] }>("GET", "/cities");
  expect(data.items).toEqual([
    { city: "全国", division_code: null, codes: { boss: "100010000", qcwy: "000000", zhilian: "489" } },
    { city: "北京", division_code: "110000", codes: { boss: "101010100", qcwy: "010000", zhilian: "530" } },
    { city: "上海", division_code: "310000", codes: { boss: "101020100" } },
    { city: "武汉", division_code: "420100", codes: { qcwy: "180200" } },
  ]);
});

test("of one platform", async () => {
  const { data } = await testApi().call<{ items: { city: string }[] }>("GET", "/cities?platform=zhilian");
  expect(data.items.map(({ city }) => city)).toEqual(["全国", "北京"]);
});
