import { expect, test } from "vitest";
import { context, queryOf } from "../../../tests/support/platforms/raw-rows.ts";
import type { PageToken } from "../../contracts/pending-page.ts";
import { ApiError } from "../../errors/codes.ts";
import { boss } from "./adapter.ts";
import list from "./fixtures/list.json" with { type: "json" };

test("a list request carries the parameters of the public search", async () => {
  const request = await boss.listRequest(queryOf({ keyword: "C++ 后端&x", page: 3 }), context);
  expect(request.method).toBe("GET");
  expect(request.url).toBe(
    "https://list.example/wapi/zpgeek/search/joblist.json?scene=1&query=C%2B%2B%20%E5%90%8E%E7%AB%AF%26x&city=101010100&experience=&degree=&page=3&pageSize=15",
  );
  expect(request.headers["user-agent"]).toContain("JobData crawler");
  expect(request.body).toBeUndefined();
});

test("filters take the place of the empty parameters", async () => {
  const filters = { experience: "105", degree: "203", salary: "405", size: "303" };
  const { url } = await boss.listRequest(queryOf({ filters }), context);
  const params = new URL(url).searchParams;
  expect(["experience", "degree", "salary", "scale"].map((name) => params.getAll(name))).toEqual([
    ["105"],
    ["203"],
    ["405"],
    ["303"],
  ]);
});

test("a company's postings are asked for in its own list, with the same filters", async () => {
  const query = queryOf({
    keyword: "示例",
    city: "全国",
    company_key: "brand-1~/",
    filters: { experience: "105" },
    page: 2,
  });
  const { url } = await boss.listRequest(query, context);
  expect(url).toBe(
    "https://list.example/wapi/zpgeek/brand/job/querylist.json?brandId=brand-1~%2F&city=&experience=105&page=2&pageSize=15",
  );
  const { pageUrl, responseUrlPart } = boss.listPage(query, context);
  expect(pageUrl).toMatch(/^https:\/\/list\.example\/gongsi\/job\/brand-1~%2F\.html\?brandId=/);
  expect(url).toContain(responseUrlPart);
});

test("a city in any spelling has a code, an unknown one is named", async () => {
  expect(boss.cityCode("上海市")).toBe("101020100");
  expect(boss.cityCode("亚特兰蒂斯")).toBeNull();
  expect(boss.cityCode("constructor")).toBeNull();
  await expect(boss.listRequest(queryOf({ city: "亚特兰蒂斯" }), context)).rejects.toThrow(ApiError);
  await expect(boss.listRequest(queryOf({ city: "亚特兰蒂斯" }), context)).rejects.toMatchObject({
    code: "validation_failed",
    problems: [{ field: "city" }],
  });
});

test("the search page asks for the same list", () => {
  const { pageUrl, responseUrlPart } = boss.listPage(
    queryOf({ page: 2, filters: { degree: "203" } }),
    context,
  );
  expect(pageUrl).toBe(
    "https://list.example/web/geek/job?query=Python&city=101010100&experience=&degree=203&page=2",
  );
  expect(responseUrlPart).toBe("/wapi/zpgeek/search/joblist.json");
});

test("detail and company requests", async () => {
  const [first] = list.zpData.jobList;
  const token = boss.detailToken(first);
  expect(token).toEqual({ security_id: "sid-1", lid: "lid-1" });
  const detail = await boss.detailRequest("x", token ?? {}, context);
  expect(detail?.url).toBe("https://detail.example/wapi/zpgeek/job/detail.json?securityId=sid-1&lid=lid-1");
  for (const raw of [{ encryptJobId: "x" }, null, { securityId: "a b" }, { securityId: "x".repeat(1001) }])
    expect(boss.detailToken(raw)).toBeNull();
  for (const bad of [
    {} as PageToken,
    { lid: "x" } as PageToken,
    { security_id: "" },
    { security_id: "a\r\nb" },
    { security_id: "x".repeat(1001) },
  ])
    expect(await boss.detailRequest("x", bad, context)).toBeNull();
  const company = await boss.companyRequest("brand/1~", context);
  expect(company.url).toBe("https://company.example/gongsi/brand%2F1~.html");
});
