import { afterEach, describe, expect, test } from "vitest";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import type { CompanySearch, FoundCompany } from "../../clickhouse/company-queries.ts";
import { exampleCompany, exampleCompanyDetail } from "./examples.ts";

const caller = { ...SUPERUSER };
const asked: CompanySearch[] = [];
const stored: FoundCompany[] = [];
const { postings, detailed_at, company } = exampleCompanyDetail;
const raw = JSON.stringify({ fullCompanyName: "甲公司", hrName: "钱某某", phone: "13812345678" });
const { call } = testApi(
  {
    companies: {
      search: async (query) => {
        asked.push(query);
        const { filter, limit, after } = query;
        return stored
          .filter(
            (row) =>
              (row.name ?? "").includes(filter.text ?? "") && row.postings < (after?.value ?? Infinity),
          )
          .slice(0, limit);
      },
      show: async (platform, key) =>
        platform === "qcwy" && key === "a/b"
          ? { ...company, company_key: key, description: "电话13812345678", postings, detailed_at, raw }
          : null,
      life: async () => null,
    },
  },
  { principal: caller },
);
interface Page {
  items: FoundCompany[];
  next_cursor: string | null;
}
const row = (n: number, name = `公司 ${n}`): FoundCompany => ({
  ...exampleCompany,
  company_key: `k${n}`,
  name,
  full_name: null,
  postings: 10_000 - n,
});

/** None of them is in the cleaning queue: their pages came with a crawl. */
const listed = (n: number) => {
  const { detailed_at: cleaned_at, ...company } = row(n);
  return { ...company, logo_sha256: null, cleaning_state: null, cleaned_at };
};

afterEach(() => {
  caller.seesRecruiters = true;
  asked.length = 0;
  stored.length = 0;
});

test("the list hands filter, order and place to the query", async () => {
  stored.push(row(0), row(1), row(2));
  const path = "/companies?limit=2&city=a&city=b&company_size=20-99";
  const first = await call<Page>("GET", path);
  expect(first.data.items).toEqual([listed(0), listed(1)]);
  const next = await call<Page>("GET", `${path}&cursor=${first.data.next_cursor}`);
  expect(next.data).toEqual({ items: [listed(2)], next_cursor: null });
  const filter = { city: ["a", "b"], company_size: ["20-99"] };
  expect(asked[0]).toEqual({ filter, sort: "postings", limit: 3, after: undefined });
  expect(asked[1]?.after).toEqual({ value: 9999, platform: "qcwy", company_key: "k1" });
  const other = await call("GET", `/companies?sort=newest&cursor=${first.data.next_cursor}`);
  expect(other).toMatchObject({ status: 400, code: "invalid_cursor" });
});

test.each(["platform=monster", "text=%22%22", "sort=name", "colour=red", "company_size=3"])(
  "%s is refused",
  async (query) => {
    const answer = await call<Problems>("GET", `/companies?${query}`);
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: query.split("=")[0] }] } });
  },
);

describe("a caller from whom recruiters are hidden", () => {
  test("confirms no contact in a company's name by searching for it", async () => {
    caller.seesRecruiters = false;
    stored.push(row(0, "招聘热线 13812345678 微信abc_12345"), row(1, "5678 公司"));
    for (const text of ["13812345678", "5678", "8", "abc", "1381"]) {
      const { data } = await call<Page>("GET", `/companies?text=${text}`);
      expect(data.items.map(({ company_key }) => company_key)).toEqual(text === "5678" ? ["k1"] : []);
    }
    const { data } = await call<Page>("GET", `/companies?text=${encodeURIComponent("热线")}`);
    expect(data.items).toMatchObject([{ name: "招聘热线 *** 微信***" }]);
  });

  test("is told when the words are common in what is hidden", async () => {
    caller.seesRecruiters = false;
    stored.push(...Array.from({ length: 9000 }, (_, n) => row(n, "电话13812345678")));
    expect(await call("GET", "/companies?text=5678")).toMatchObject({
      status: 422,
      data: { problems: [{ field: "text" }] },
    });
    expect(asked.length).toBeLessThanOrEqual(6);
  });
});

describe("one company", () => {
  const show = (key: string, platform = "qcwy") =>
    call<typeof exampleCompanyDetail & { raw: object }>(
      "GET",
      `/companies/${platform}/${encodeURIComponent(key)}`,
    );

  test("is shown typed and raw, without contacts to those who may not see them", async () => {
    expect((await show("a/b")).data).toMatchObject({ postings, masked: false, raw: JSON.parse(raw) });
    caller.seesRecruiters = false;
    const { data } = await show("a/b");
    expect(data).toMatchObject({ masked: true, company: { description: "电话***" } });
    expect(JSON.stringify(data)).not.toMatch(/13812345678|钱某某/);
  });

  test("that is not there is 404, of no platform 422", async () => {
    expect(await show("other")).toMatchObject({ status: 404, code: "not_found" });
    expect(await show("a/b", "monster")).toMatchObject({ status: 422 });
    expect(await show("x".repeat(201))).toMatchObject({ status: 422 });
  });
});
