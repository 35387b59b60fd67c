import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MAX_DELETED_SEARCHES, MAX_SAVED_SEARCHES } from "../../../shared/contracts/saved-search.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import type { Problems } from "../../../tests/edge/api/test-api.ts";
import type { exampleSearch } from "./search-view.ts";

type View = Omit<typeof exampleSearch, "kind" | "deleted_at"> & { kind: string; deleted_at: number | null };
let api: IdentityApi;
let lin: { id: string; token: string };
let chen: { id: string; token: string };
beforeEach(async () => {
  api = await identityApi();
  lin = await api.signedIn("lin", ["analyst"]);
  chen = await api.signedIn("chen", ["operator"]);
});
afterEach(reset);

const save = (json: object, { token }: { token: string } = lin) =>
  api.call<View>("POST", "/saved-searches", { token, json: { kind: "jobs", name: "x", query: "", ...json } });
const names = async ({ token }: { token: string }, query = "") =>
  (await api.call<{ items: View[] }>("GET", `/saved-searches${query}`, { token })).data.items.map(
    ({ name }) => name,
  );
const path = ({ data }: { data: View }, more = "") => `/saved-searches/${data.id}${more}`;

describe("a saved search", () => {
  test("keeps its query in one form, with the link that shows it", async () => {
    const query = "text=java&sort=salary_high&city=%E4%B8%8A%E6%B5%B7&city=北京&city=北京";
    const { status, data } = await save({ name: "Java", query });
    expect(status).toBe(201);
    const kept = `city=${encodeURIComponent("上海")}&city=${encodeURIComponent("北京")}&text=java&sort=salary_high`;
    expect(data).toMatchObject({
      query: kept,
      link: `/jobs?${kept}`,
      own: true,
      owner: "lin",
      shared: false,
    });
    expect((await api.call<View>("GET", path({ data }), { token: lin.token })).data).toEqual(data);
  });

  test.each([
    ["colour=red", "query.colour"],
    ["platform=monster", "query.platform.0"],
    ["text=%22%22", "query.text"],
    ["sort=postings", "query.sort"],
    ["limit=5", "query.limit"],
    [`city=${"x".repeat(4001)}`, "query"],
  ])("refuses %s", async (query, field) => {
    const answer = (await save({ query })) as unknown as { status: number; data: Problems };
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
  });

  test("of companies takes the filter of companies", async () => {
    expect((await save({ kind: "companies", query: "sort=postings&text=a" })).data.link).toBe(
      "/companies?text=a&sort=postings",
    );
    expect((await save({ kind: "companies", query: "degree=master" })).status).toBe(422);
    expect(await names(lin, "?kind=companies")).toEqual(["x"]);
    expect(await names(lin)).toEqual([]);
  });

  test("is renamed, changed, deleted and brought back", async () => {
    const saved = await save({});
    const token = lin.token;
    const changed = await api.call<View>("PATCH", path(saved), {
      token,
      json: { name: "y", query: "text=go" },
    });
    expect(changed.data).toMatchObject({ name: "y", query: "text=go" });
    const deleted = await api.call<{ restore: object }>("DELETE", path(saved), { token });
    expect(deleted.data.restore).toEqual({ method: "POST", path: `/api/v1${path(saved, "/restore")}` });
    expect(await names(lin)).toEqual([]);
    expect((await api.call("DELETE", path(saved), { token })).status).toBe(409);
    expect((await api.call("PATCH", path(saved), { token, json: { name: "z" } })).status).toBe(409);
    expect((await api.call("POST", path(saved, "/restore"), { token })).status).toBe(200);
    expect(await names(lin)).toEqual(["y"]);
    expect((await api.call("POST", path(saved, "/restore"), { token })).status).toBe(409);
  });

  test("has a name of its own among those of its owner", async () => {
    const first = await save({});
    expect(await save({})).toMatchObject({ status: 409, data: { problems: [{ field: "name" }] } });
    expect((await save({}, chen)).status).toBe(201);
    await api.call("DELETE", path(first), { token: lin.token });
    expect((await save({})).status).toBe(201);
    expect(await api.call("POST", path(first, "/restore"), { token: lin.token })).toMatchObject({
      status: 409,
    });
  });
});

describe("another person", () => {
  test("neither finds nor changes a search that is not shared", async () => {
    const saved = await save({});
    for (const [method, more, json] of [
      ["GET", "", undefined],
      ["PATCH", "", { name: "z" }],
      ["DELETE", "", undefined],
      ["POST", "/restore", undefined],
    ] as const)
      expect(await api.call(method, path(saved, more), { token: chen.token, json })).toMatchObject({
        status: 404,
      });
    expect(await names(chen)).toEqual([]);
    expect(await names(chen, "?of=others")).toEqual([]);
  });

  test("opens and lists a shared one, and can't change it", async () => {
    const saved = await save({ shared: true });
    const seen = await api.call<View>("GET", path(saved), { token: chen.token });
    expect(seen.data).toMatchObject({ own: false, owner: "lin" });
    expect(await names(chen, "?of=others")).toEqual(["x"]);
    expect(await names(lin, "?of=others")).toEqual([]);
    for (const method of ["PATCH", "DELETE"])
      expect(
        await api.call(method, path(saved), {
          token: chen.token,
          ...(method === "PATCH" && { json: { name: "z" } }),
        }),
      ).toMatchObject({ status: 403 });
    await api.call("DELETE", path(saved), { token: lin.token });
    expect((await api.call("GET", path(saved), { token: chen.token })).status).toBe(404);
    expect(await names(chen, "?of=others")).toEqual([]);
  });
});

describe("there are bounds", () => {
  const fill = (count: number, deletedAt: number | null) =>
    api.db.$client
      .prepare(
        `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
         insert into saved_searches (id, owner_id, kind, name, query, shared, created_at, updated_at, deleted_at)
         select printf('00000000-0000-4000-8000-%012d', coalesce(?, 0) + i), ?, 'jobs', 'n' || i, '', 0, i, i, ? + i from n`,
      )
      .bind(count, deletedAt, lin.id, deletedAt)
      .run();

  test("of searches a person has", async () => {
    await fill(MAX_SAVED_SEARCHES - 1, null);
    expect((await save({})).status).toBe(201);
    expect(await save({ name: "y" })).toMatchObject({ status: 409, code: "conflict" });
    expect((await save({}, chen)).status).toBe(201);
    const { items, next_cursor } = (
      await api.call<{ items: View[]; next_cursor: string }>("GET", "/saved-searches?limit=60", {
        token: lin.token,
      })
    ).data;
    const rest = await names(lin, `?cursor=${next_cursor}`);
    expect(new Set([...items.map(({ name }) => name), ...rest]).size).toBe(MAX_SAVED_SEARCHES);
  });

  test("of deleted ones that are kept: the oldest go", async () => {
    await fill(MAX_DELETED_SEARCHES + 5, 1000);
    const saved = await save({});
    await api.call("DELETE", path(saved), { token: lin.token });
    const left = await api.db.$client.prepare("select count(*) as n from saved_searches").first("n");
    expect(left).toBe(MAX_DELETED_SEARCHES);
    expect((await api.call("POST", path(saved, "/restore"), { token: lin.token })).status).toBe(200);
  });
});
