import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { adapters } from "../../../shared/platforms/registry.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import { addVersion } from "../../dictionaries/add-version.ts";
import { createDictionaryStore } from "../../dictionaries/dictionary-store.ts";

beforeEach(() => applyD1Migrations(env.DB, inject("d1Migrations")));
afterEach(() => reset());

const shipped = adapters.boss.shippedDictionary.city ?? [];
const loaded = [...shipped, { code: "101280800", name: "佛山", parent: null }];

async function withVersions() {
  const store = createDictionaryStore(drizzle(env.DB));
  const limits = { maxAdded: 50, maxDrift: 0 };
  const of = { platform: "boss", kind: "city" } as const;
  await addVersion(store, limits, { ...of, entries: loaded }, { by: "schedule", at: 1 });
  const drifted = loaded.map((one) => (one.name === "杭州" ? { ...one, code: "1" } : one));
  await addVersion(store, limits, { ...of, entries: drifted }, { by: "schedule", at: 2 });
  const district = { code: "440604", name: "禅城区", parent: "101280800" };
  await addVersion(
    store,
    limits,
    { ...of, kind: "district", entries: [district] },
    { by: "schedule", at: 3 },
  );
  return testApi();
}

test("lists the dictionaries with the one that waits, and every address with its last load", async () => {
  const { call } = await withVersions();
  const { data } = await call<{
    dictionaries: { platform: string; kind: string; active: { version: number }; proposed: object | null }[];
    loads: { platform: string; sources: { source: string; waiting: boolean }[] }[];
    alarms: number;
  }>("GET", "/dictionaries");
  expect(data.alarms).toBe(1);
  const city = data.dictionaries.find(({ platform, kind }) => platform === "boss" && kind === "city");
  expect(city).toMatchObject({ active: { version: 1, added: 1 }, proposed: { version: 2, recoded: 1 } });
  expect(data.loads.map(({ sources }) => sources.map(({ source }) => source))).toEqual([
    ["cities", "districts", "filters", "industries"],
    ["cities", "filters"],
    ["all"],
  ]);
});

test("load now plans every address of the platforms asked for, and is audited", async () => {
  const { call, auditLines } = await withVersions();
  const answer = await call<{ requested: number }>("POST", "/dictionaries/load", {
    json: { platforms: ["boss"] },
  });
  expect(answer).toMatchObject({ status: 200, data: { requested: 4 } });
  expect(auditLines.at(-1)).toMatchObject({ action: "dictionary.load" });
  const { data } = await call<{ loads: { sources: { waiting: boolean }[] }[] }>("GET", "/dictionaries");
  expect(data.loads.map(({ sources }) => sources.some(({ waiting }) => waiting))).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  ["search=佛山", ["佛山"]],
  ["search=foshan", ["佛山"]],
  ["search=101280800", ["佛山"]],
  ["search=101280800&version=0", []],
])("entries by %s", async (query, names) => {
  const { call } = await withVersions();
  const { data } = await call<{ items: { name: string; division_code: string | null }[]; total: number }>(
    "GET",
    `/dictionaries/boss/city/entries?${query}`,
  );
  expect(data.items.map(({ name }) => name)).toEqual(names);
  expect(data.total).toBe(names.length);
  for (const { division_code: code } of data.items) expect(code).toBe("440600");
});

test("a district names its city and has the official code", async () => {
  const { call } = await withVersions();
  const { data } = await call<{ items: unknown[] }>(
    "GET",
    "/dictionaries/boss/district/entries?parent=101280800",
  );
  expect(data.items).toEqual([
    {
      code: "440604",
      name: "禅城区",
      parent: "101280800",
      parent_name: "佛山",
      city: null,
      division_code: "440604",
    },
  ]);
});

test("the diff of two versions, a decision with its audit line, and the state after it", async () => {
  const { call, auditLines } = await withVersions();
  const diff = await call<{ items: unknown[]; counts: object }>(
    "GET",
    "/dictionaries/boss/city/diff?from=1&to=2",
  );
  expect(diff.data).toMatchObject({
    items: [
      { change: "recoded", before: { name: "杭州", code: "101210100" }, after: { name: "杭州", code: "1" } },
    ],
    counts: { added: 0, removed: 0, renamed: 0, recoded: 1 },
  });
  const rejected = await call("POST", "/dictionaries/boss/city/versions/2/reject");
  expect(rejected).toMatchObject({
    status: 200,
    data: { state: "rejected", decided_by: expect.any(String) },
  });
  expect(auditLines.at(-1)).toMatchObject({ action: "dictionary.reject", record: "dictionary:boss/city/2" });
  expect(await call("POST", "/dictionaries/boss/city/versions/2/reject")).toMatchObject({ status: 409 });
  // A person may think better of it.
  expect(await call("POST", "/dictionaries/boss/city/versions/2/activate")).toMatchObject({
    data: { state: "active" },
  });
  const versions = await call<{ items: { version: number; state: string }[] }>(
    "GET",
    "/dictionaries/boss/city/versions",
  );
  expect(versions.data.items.map(({ version, state }) => [version, state])).toEqual([
    [2, "active"],
    [1, "superseded"],
    [0, "superseded"],
  ]);
});

test.each([
  ["GET", "/dictionaries/boss/city/entries?version=9", 404],
  ["GET", "/dictionaries/boss/city/diff?from=1&to=9", 404],
  ["POST", "/dictionaries/boss/city/versions/9/activate", 404],
  ["GET", "/dictionaries/monster/city/entries", 422],
  ["GET", "/dictionaries/boss/moon/versions", 422],
  ["GET", "/dictionaries/boss/city/entries?version=-1", 422],
  ["GET", "/dictionaries/boss/city/entries?search=", 422],
  ["GET", "/dictionaries/boss/city/entries?cursor=x", 400],
])("%s %s is %i", async (method, path, status) => {
  const { call } = await withVersions();
  expect((await call(method, path)).status).toBe(status);
});

test("who may only read loads and decides nothing", async () => {
  const reader = {
    ...SUPERUSER,
    superuser: false,
    permissions: new Set<string>(),
    scopes: new Set(["read"]),
  };
  const { call } = testApi({}, { principal: reader as never });
  for (const path of ["/dictionaries/load", "/dictionaries/boss/city/versions/2/activate"])
    expect((await call("POST", path, { json: {} })).status).toBe(403);
});

test("which city each platform lists, over the official code", async () => {
  const { call } = await withVersions();
  const { data } = await call<{
    items: { city: string; division_code: string; codes: object }[];
    total: number;
    listed: Record<string, number>;
  }>("GET", "/dictionaries/divisions?lacking=qcwy&limit=1000");
  // The API under test knows three cities of Boss and two others.
  expect(data.listed).toEqual({ boss: 2, qcwy: 2, zhilian: 1 });
  expect(data.items).toHaveLength(data.total - 2);
  expect(data.items.find(({ city }) => city === "上海")).toEqual({
    ...{ city: "上海", division_code: "310000", province: "上海市", codes: { boss: "101020100" } },
  });
});

test.each([
  ["/jobs?city=背景", "北京"],
  ["/jobs/count?city=背景", "北京"],
  ["/jobs/facets?city=背景", "北京"],
  ["/companies?city=shanghai", "上海"],
  ["/analytics/overview?city=深训", "深圳"],
  ["/exports/count?city=背景", "北京"],
  ["/exports/rows?city=背景", "北京"],
])("%s is a 400 with the nearest names", async (path, nearest) => {
  const { call } = testApi();
  const answer = await call<Problems>("GET", path);
  expect(answer).toMatchObject({ status: 400, code: "unknown_city" });
  expect(answer.data.problems[0]).toMatchObject({
    field: "city",
    reason: expect.stringContaining(`nearest are ${nearest}, `),
  });
});

test.each([
  ["/jobs?district=福田曲", "", "福田区"],
  ["/jobs/count?city=北京&district=海电", " of 北京", "海淀区"],
  ["/jobs/facets?city=北京市&district=浦东新区", " of 北京", ""],
  ["/analytics/overview?district=putuoqu", "", "普陀区"],
  ["/coverage?district=福田曲", "", "福田区"],
  ["/exports/count?district=福田曲", "", "福田区"],
  ["/exports/rows?district=福田曲", "", "福田区"],
])("%s is a 400 with the nearest districts", async (path, where, nearest) => {
  const { call, jobQueries } = testApi();
  const answer = await call<Problems>("GET", path);
  expect(answer).toMatchObject({ status: 400, code: "unknown_district" });
  const [problem] = answer.data.problems;
  expect(problem).toMatchObject({
    field: "district",
    code: where === "" ? "unknown_district" : "unknown_district_in",
  });
  const named = problem?.reason.split(`is no district${where} that is known or stored; nearest are `)[1];
  expect(named?.split(", ")).toHaveLength(3);
  if (nearest !== "") expect(named?.split(", ")[0]).toBe(nearest);
  expect(jobQueries).toEqual([]);
});

test("a search goes by the whole name of a district, and by a stored name itself where its city is asked for", async () => {
  const { call, jobQueries, storedDistricts } = testApi();
  storedDistricts.set("某某高新区", "苏州");
  const districtOf = async (query: string) => {
    expect((await call("GET", `/jobs?${query}`)).status).toBe(200);
    return jobQueries.at(-1)?.filter.district;
  };
  expect(await districtOf("city=北京市&district=海淀")).toEqual(["海淀区"]);
  expect(await districtOf("city=苏州&district=某某高新区")).toEqual(["某某高新区"]);
  const elsewhere = await call<Problems>("GET", "/jobs?city=上海&district=某某高新区");
  expect(elsewhere).toMatchObject({ status: 400, code: "unknown_district" });
});

test("whoever sees no contacts does not learn whether one is stored as a district", async () => {
  const masked = testApi({}, { principal: { ...SUPERUSER, seesRecruiters: false } });
  masked.storedDistricts.set("13812345678", "上海");
  for (const district of ["13812345678", "13812345679"])
    expect((await masked.call("GET", `/jobs?district=${district}`)).status).toBe(200);
  expect((await testApi().call("GET", "/jobs?district=13812345679")).status).toBe(400);
});

test("another spelling finds the common name, the whole country every city, and a stored name itself", async () => {
  const { call, jobQueries, storedCities } = testApi();
  storedCities.add("某某开发区");
  const cityOf = async (query: string) => {
    expect((await call("GET", `/jobs?${query}`)).status).toBe(200);
    return jobQueries.at(-1)?.filter.city;
  };
  expect(await cityOf("city=上海市&city=上海")).toEqual(["上海"]);
  expect(await cityOf("city=全国")).toBeUndefined();
  expect(await cityOf("city=某某开发区")).toEqual(["某某开发区"]);
});

test("a saved search and an export keep the common name, and refuse an unknown one", async () => {
  const { call, exportWakes } = testApi();
  const json = { subject: "jobs", format: "csv", filter: { city: ["背景"] } };
  expect(await call("POST", "/exports", { json })).toMatchObject({ status: 400, code: "unknown_city" });
  expect(exportWakes).toEqual([]);
  const inBeijing = { subject: "jobs", format: "csv", filter: { city: ["北京"], district: ["浦东新区"] } };
  expect(await call<Problems>("POST", "/exports", { json: inBeijing })).toMatchObject({
    ...{ status: 400, code: "unknown_district" },
  });
  expect(exportWakes).toEqual([]);
});
