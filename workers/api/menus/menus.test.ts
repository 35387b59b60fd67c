import { afterEach, beforeEach, expect, test } from "vitest";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

interface Menu {
  id: string;
  key: string;
  parent_id: string | null;
  built_in: boolean;
}

const list = async (query = "") => (await api.call<{ items: Menu[] }>("GET", `/menus${query}`)).data.items;
const keyed = async (key: string) => (await list()).find((menu) => menu.key === key)?.id ?? "";
const reports = {
  parent_id: null,
  key: "reports",
  title_en: "Reports",
  title_zh: "报表",
  path: "/reports",
  icon: "chart",
  position: 1,
};

test("the seeded tree, a menu's life in it, and who sees it", async () => {
  expect((await list()).map(({ key }) => key)).toEqual([
    "overview",
    "collection",
    "keywords",
    "tasks",
    "bulk-actions",
    "schedules",
    "nodes",
    "ingest",
    "data",
    "jobs",
    "companies",
    "analytics",
    "coverage",
    "exports",
    "subscriptions",
    "governance",
    "quality",
    "quarantine",
    "matches",
    "company-queue",
    "recleans",
    "skills",
    "dictionaries",
    "administration",
    "system",
    "alerts",
    "webhooks",
    "api-keys",
    "audit-log",
    "access",
    "users",
    "roles",
    "departments",
    "menus",
  ]);
  const made = await api.call<Menu>("POST", "/menus", { json: reports });
  expect(made).toMatchObject({ status: 201, data: { ...reports, built_in: false } });
  const { id } = made.data;
  await api.addRole("reader", [], { menu_ids: [id] });
  const { token } = await api.signedIn("alice", ["reader"]);
  const shown = async () =>
    (await api.call<{ menus: Menu[] }>("GET", "/auth/me", { token })).data.menus.map(({ key }) => key);
  expect(await shown()).toEqual(["reports"]);
  await api.call("PATCH", `/menus/${id}`, { json: { parent_id: await keyed("access"), position: 0 } });
  expect(await shown()).toEqual(["access", "reports"]);
  expect(await api.call("DELETE", `/menus/${id}`)).toMatchObject({
    status: 200,
    data: { menu: { id }, restore: { path: `/api/v1/menus/${id}/restore` } },
  });
  expect(await shown()).toEqual([]);
  expect((await list("?include_deleted=true")).some((menu) => menu.id === id)).toBe(true);
  expect((await api.call("POST", `/menus/${id}/restore`)).status).toBe(200);
  expect(await shown()).toEqual(["access", "reports"]);
});

test("a built-in one is moved and renamed, and keeps key, path and life", async () => {
  const id = await keyed("jobs");
  for (const json of [{ key: "x" }, { path: "/elsewhere" }]) {
    expect(await api.call("PATCH", `/menus/${id}`, { json })).toMatchObject({
      status: 409,
      code: "invalid_state",
    });
  }
  expect((await api.call("DELETE", `/menus/${id}`)).status).toBe(409);
  const json = { title_en: "Jobs", parent_id: await keyed("access"), key: "jobs", path: "/jobs" };
  expect((await api.call("PATCH", `/menus/${id}`, { json })).data).toMatchObject(json);
});

test("bad input is told by field", async () => {
  const access = await keyed("access");
  for (const [over, field] of [
    [{ path: "javascript:alert(1)" }, "path"],
    [{ path: "//evil.test" }, "path"],
    [{ path: "/a?b" }, "path"],
    [{ icon: "<svg>" }, "icon"],
    [{ key: "A b" }, "key"],
    [{ title_en: "a\u0000" }, "title_en"],
    [{ parent_id: crypto.randomUUID() }, "parent_id"],
    [{ built_in: true }, "built_in"],
    [{ id: crypto.randomUUID() }, "id"],
  ] as const) {
    expect(await api.call("POST", "/menus", { json: { ...reports, ...over } })).toMatchObject({
      status: 422,
      data: { problems: [{ field }] },
    });
  }
  expect(await api.call("POST", "/menus", { json: { ...reports, key: "jobs" } })).toMatchObject({
    status: 409,
    data: { problems: [{ field: "key" }] },
  });
  const below = await api.make("/menus", { ...reports, parent_id: access });
  for (const parent_id of [access, below]) {
    expect(await api.call("PATCH", `/menus/${access}`, { json: { parent_id } })).toMatchObject({
      status: 422,
      data: { problems: [{ field: "parent_id" }] },
    });
  }
});
