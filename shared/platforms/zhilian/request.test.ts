import { expect, test } from "vitest";
import { context, queryOf } from "../../../tests/support/platforms/raw-rows.ts";
import { zhilian } from "./adapter.ts";
import list from "./fixtures/list.json" with { type: "json" };

test("a list request is a POST of the search", async () => {
  const filters = { experience: "0305", degree: "4", salary: "10001,15000" };
  const request = await zhilian.listRequest(
    queryOf({ keyword: "数据", city: "苏州", page: 4, filters }),
    context,
  );
  expect(request.method).toBe("POST");
  expect(request.url).toBe("https://list.example/c/i/search/positions");
  expect(request.headers).toMatchObject({
    "content-type": "application/json",
    "x-zp-platform": "13",
    "x-zp-page-code": "4019",
  });
  expect(request.headers["user-agent"]).toContain("JobData crawler");
  expect(JSON.parse(request.body ?? "")).toEqual({
    S_SOU_FULL_INDEX: "数据",
    S_SOU_WORK_CITY: "639",
    S_SOU_WORK_EXPERIENCE: "0305",
    S_SOU_EDUCATION_LOWESTLEVEL: "4",
    S_SOU_SALARY: "10001,15000",
    pageIndex: 4,
    pageSize: 20,
    anonymous: 1,
    eventScenario: "pcSearchedSouSearch",
    platform: 13,
  });
});

test("the search page takes the short names", () => {
  const filters = { degree: "4", salary: "10001,15000" };
  expect(zhilian.listPage(queryOf({ filters }), context)).toEqual({
    pageUrl: "https://list.example/sou?jl=530&kw=Python&el=4&sl=10001%2C15000&p=1",
    responseUrlPart: "/c/i/search/positions",
  });
});

test("detail and company requests", async () => {
  const [row] = list.data.list;
  const detail = await zhilian.detailRequest(
    zhilian.jobKey(row) ?? "",
    zhilian.detailToken(row) ?? {},
    context,
  );
  expect(detail?.url).toBe(
    "https://detail.example/c/i/jobs/position-detail-new?number=CC123456789J00000000001",
  );
  expect(zhilian.detailToken([])).toBeNull();
  const company = await zhilian.companyRequest("CZ123456789", context);
  expect(company.url).toBe("https://company.example/CZ123456789.htm");
});
