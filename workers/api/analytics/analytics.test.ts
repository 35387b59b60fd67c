import { describe, expect, test } from "vitest";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import type { FigureService } from "../../figures/create-figures.ts";
import { exampleDistribution, exampleOverview } from "./examples.ts";

type Asked = [name: string, request: Parameters<FigureService["compute"]>[1]];

function watched(principal = SUPERUSER) {
  const asked: Asked[] = [];
  const api = testApi({}, { principal });
  const { compute, lastCheck } = api.services.figures;
  api.services.figures = {
    lastCheck,
    compute: (name, request) => {
      asked.push([name, request as never]);
      return compute(name, request);
    },
  };
  return { ...api, asked };
}

/** Filters that a request gives, without the members that it leaves out. */
const given = (request: Asked[1] | undefined) =>
  JSON.parse(JSON.stringify(request?.filter ?? null)) as object;

test("a figure takes the whole filter of postings, and its own members", async () => {
  const { call, asked } = watched();
  const query =
    "platform=boss&platform=qcwy&keyword=Java&city=%E4%B8%8A%E6%B5%B7&degree=bachelor&experience=3-5&salary_band=10000-15000&salary_from=9000&from=2026-11-01&to=2026-11-22&new_from=2026-11-02&skill=SQL&text=Java";
  expect(await call("GET", `/analytics/salary?${query}&by=city&sort=median&limit=7`)).toMatchObject({
    status: 200,
  });
  const [[name, request] = []] = asked;
  expect(name).toBe("salary");
  expect(given(request)).toEqual({
    platform: ["boss", "qcwy"],
    keyword: ["Java"],
    city: ["上海"],
    degree: ["bachelor"],
    experience: ["3-5"],
    skill: ["SQL"],
    salary_band: ["10000-15000"],
    salary_from: 9000,
    from: "2026-11-01",
    to: "2026-11-22",
    new_from: "2026-11-02",
    text: "Java",
  });
  expect(request).toMatchObject({ options: { by: "city", sort: "median" }, limit: 7 });
});

test("each route asks for its figure, and answers it", async () => {
  const { call, asked } = watched();
  expect((await call("GET", "/analytics/overview?method_version=1")).data).toEqual(exampleOverview);
  expect((await call("GET", "/analytics/distributions/skill?limit=5")).data).toEqual(exampleDistribution);
  for (const path of [
    "trend",
    "salary-matrix",
    "skill-value?of=Spark",
    "companies",
    "rising-skills",
    "reposts",
    "life?by=city",
    "working-time",
    "comparison?by=platform",
  ])
    expect(await call("GET", `/analytics/${path}`)).toMatchObject({ status: 200 });
  expect(asked.map(([name]) => name)).toEqual([
    "overview",
    "distribution",
    "trend",
    "salary_matrix",
    "skill_value",
    "companies",
    "rising_skills",
    "reposts",
    "life",
    "working_time",
    "comparison",
  ]);
  expect(asked[0]?.[1]).toMatchObject({ version: 1 });
  expect(asked[1]?.[1]).toMatchObject({ options: { dimension: "skill" }, limit: 5 });
  expect(asked[4]?.[1]).toMatchObject({ options: { skill: "Spark" } });
  expect(asked[6]?.[1]).toMatchObject({ options: { direction: "rising" } });
  expect(asked[8]?.[1]).toMatchObject({ options: { by: "city" }, limit: 6 });
  expect(asked[10]?.[1]).toMatchObject({ options: { by: "platform" } });
  expect(await call("GET", "/analytics/checks")).toMatchObject({ status: 200, data: { differences: [] } });
});

test("every method is listed with its versions, one of them current", async () => {
  const { call } = watched();
  const { data } = await call<{ items: { name: string; version: number; current: boolean; zh: string }[] }>(
    "GET",
    "/analytics/methods",
  );
  for (const name of new Set(data.items.map((item) => item.name))) {
    const versions = data.items.filter((item) => item.name === name);
    expect(versions.map(({ current }) => current)).toEqual([...versions.slice(1).map(() => false), true]);
  }
  expect(data.items.filter(({ name }) => name === "skill_value")).toHaveLength(3);
});

test.each([
  ["overview?colour=red", "colour"],
  ["overview?platform=monster", "platform"],
  ["overview?from=yesterday", "from"],
  ["overview?method_version=0", "method_version"],
  ["distributions/colour", "dimension"],
  ["distributions/city?limit=101", "limit"],
  ["skill-value", "of"],
  ["salary?by=colour", "by"],
  ["trend?from=2020-01-01&to=2026-11-22", "from"],
  [`comparison?${"abcdefg".replaceAll(/./g, "keyword=$&&")}`, "keyword"],
])("%s is refused, naming the field", async (path, field) => {
  const { call, asked } = watched();
  const { status, data } = await call<Problems>("GET", `/analytics/${path}`);
  expect({ status, field: data.problems[0]?.field }).toEqual({ status: 422, field });
  expect(asked).toEqual([]);
});

describe("a caller from whom recruiters are hidden", () => {
  const masked = () => watched({ ...SUPERUSER, seesRecruiters: false });

  test.each([
    "13812345678",
    "1381234",
    "138 1234 5678",
    "1 3 8",
    "会计 5678",
    "１３８",
    "hr.li@recruit.cn",
    '"微信abc_12345"',
    "联系人：钱某某",
  ])("confirms no contact by counting %s", async (text) => {
    const { call, asked } = masked();
    const path = `/analytics/overview?text=${encodeURIComponent(text)}`;
    expect(await call("GET", path)).toMatchObject({
      status: 422,
      data: { problems: [{ field: "text", code: "may_be_contact" }] },
    });
    expect(asked).toEqual([]);
    const seeing = watched();
    expect(await seeing.call("GET", path)).toMatchObject({ status: 200 });
    expect(seeing.asked).toHaveLength(1);
  });

  test.each(["company", "city", "skill", "keyword", "industry"])("nor by a %s that is one", async (name) => {
    const { call, asked } = masked();
    const { status, data } = await call<Problems>(
      "GET",
      `/analytics/distributions/city?${name}=${encodeURIComponent("联系人：钱某某 13912345678")}`,
    );
    expect({ status, field: data.problems[0]?.field }).toEqual({ status: 422, field: name });
    expect(asked).toEqual([]);
  });

  test("nor by the skill that is valued", async () => {
    const { call, asked } = masked();
    expect(await call("GET", "/analytics/skill-value?of=13912345678")).toMatchObject({ status: 422 });
    expect(asked).toEqual([]);
  });

  test.each(["Java", "C++17", "H5 前端", "5G", "数据分析 SQL"])("still counts %s", async (text) => {
    const { call, asked } = masked();
    expect(await call("GET", `/analytics/overview?text=${encodeURIComponent(text)}`)).toMatchObject({
      status: 200,
    });
    expect(asked).toHaveLength(1);
  });

  test("sees no contact in an answer", async () => {
    const api = testApi({}, { principal: { ...SUPERUSER, seesRecruiters: false } });
    const plant = "联系人：钱某某 13912345678";
    api.services.figures.compute = async () =>
      ({ ...exampleDistribution, items: [{ ...exampleDistribution.items[0], value: plant }] }) as never;
    const { data } = await api.call<typeof exampleDistribution>("GET", "/analytics/distributions/company");
    expect(JSON.stringify(data)).not.toMatch(/钱某某|13912345678/);
  });
});

test("a figure says how many rows wait in quarantine, when some do", async () => {
  const { call, ingestStatus } = watched();
  ingestStatus.quarantined_rows = 60;
  expect((await call("GET", "/analytics/overview")).data).toMatchObject({ card: { quarantined_rows: 60 } });
});
