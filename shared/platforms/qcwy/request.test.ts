import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { context, queryOf } from "../../../tests/support/platforms/raw-rows.ts";
import { ConfigError } from "../../errors/config-error.ts";
import { qcwy } from "./adapter.ts";
import list from "./fixtures/list.json" with { type: "json" };
import { sign } from "./signature.ts";

test("sign is hex HMAC-SHA256 (RFC 4231, test case 2)", () => {
  expect(sign("what do ya want for nothing?", "Jefe")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("a list request is signed over path and query as they are sent", async () => {
  const request = await qcwy.listRequest(queryOf({ keyword: "数据 分析", city: "深圳", page: 2 }), context);
  const pathAndQuery =
    "/api/job/search-pc?api_key=51job&timestamp=1700000000&keyword=%E6%95%B0%E6%8D%AE%20%E5%88%86%E6%9E%90&searchType=2&jobArea=040000&pageNum=2&pageSize=20&requestId=&source=1&pageCode=sou%7Csou%7Csoulb&scene=7";
  expect(request.url).toBe(`https://list.example${pathAndQuery}`);
  expect(request.headers["from-domain"]).toBe("51job_web");
  expect(request.headers.sign).toBe(createHmac("sha256", "test-sign-key").update(pathAndQuery).digest("hex"));
  expect(request.headers["user-agent"]).toContain("JobData crawler");
});

test("the signed path is the one that a URL parser sends", async () => {
  const request = await qcwy.listRequest(queryOf({ keyword: "C++ 'senior' (m/f) 100%" }), context);
  const { pathname, search, href } = new URL(request.url);
  expect(href).toBe(request.url);
  expect(request.headers.sign).toBe(
    createHmac("sha256", "test-sign-key").update(`${pathname}${search}`).digest("hex"),
  );
});

test("a keyword with any character is signed as the URL parser will send it", async () => {
  const keyword = String.raw`L'Oréal "x" <y> {z} \^|~!*()[];:@&=+$,/?%#`;
  const request = await qcwy.listRequest(queryOf({ keyword }), context);
  const { pathname, search, searchParams } = new URL(request.url);
  expect(searchParams.get("keyword")).toBe(keyword);
  expect(request.headers.sign).toBe(sign(`${pathname}${search}`, "test-sign-key"));
});

test("without a key nothing is signed, and the setting is named", async () => {
  const bare = { ...context, signKey: undefined };
  await expect(qcwy.listRequest(queryOf(), bare)).rejects.toThrow(ConfigError);
  await expect(qcwy.listRequest(queryOf(), bare)).rejects.toThrow("QCWY_SIGN_KEY is missing");
});

test("filters are part of what is signed", async () => {
  const filters = { experience: "03", degree: "04", salary: "07" };
  const { url } = await qcwy.listRequest(queryOf({ filters }), context);
  expect(url).toContain("&workYear=03&degree=04&salary=07&");
});

test("search page, detail and company requests", async () => {
  expect(qcwy.listPage(queryOf({ page: 2 }), context)).toEqual({
    pageUrl: "https://list.example/pc/search?keyword=Python&searchType=2&jobArea=010000&pageNum=2",
    responseUrlPart: "/api/job/search-pc",
  });
  const [row] = list.resultbody.job.items;
  const detail = await qcwy.detailRequest(qcwy.jobKey(row) ?? "", qcwy.detailToken(row) ?? {}, context);
  expect(detail?.url).toBe("https://detail.example/x/150000001.html");
  expect(qcwy.detailToken({})).toBeNull();
  const company = await qcwy.companyRequest("CoAbC123", context);
  expect(company.url).toBe("https://company.example/all/coCoAbC123.html");
});
