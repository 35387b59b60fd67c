import { afterEach, beforeEach, expect, test } from "vitest";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

interface Role {
  id: string;
  name: string;
  users: number;
  permission_ids: string[];
  menu_ids: string[];
  deleted_at: number | null;
}

const KEEPER = [
  "GET /roles",
  "POST /roles",
  "PATCH /roles/{id}",
  "DELETE /roles/{id}",
  "POST /roles/{id}/restore",
];

const roles = async (query = "") => (await api.call<{ items: Role[] }>("GET", `/roles${query}`)).data.items;
const named = async (name: string) => (await roles()).find((role) => role.name === name)?.id ?? "";

test("a role's life: created, given, changed, deleted and restored, and its holders follow", async () => {
  const [read] = await api.permissionIds("GET /keywords");
  const menus = await api.call<{ items: { id: string; key: string }[] }>("GET", "/menus");
  const menu = menus.data.items.find(({ key }) => key === "keywords")?.id;
  const made = await api.call<Role>("POST", "/roles", {
    json: { name: " Reader 读者 ", reach: "all", permission_ids: [read, read], menu_ids: [menu] },
  });
  expect(made).toMatchObject({
    status: 201,
    data: {
      name: "reader 读者",
      description: "",
      reach: "all",
      sees_recruiters: false,
      superuser: false,
      built_in: false,
      permission_ids: [read],
      menu_ids: [menu],
      users: 0,
    },
  });
  const { id } = made.data;
  const { token } = await api.signedIn("alice", ["reader 读者"]);
  const status = async () => (await api.call("GET", "/keywords", { token })).status;
  expect(await status()).toBe(200);
  expect((await api.call<Role>("GET", `/roles/${id}`)).data.users).toBe(1);

  expect((await api.call("PATCH", `/roles/${id}`, { json: { permission_ids: [] } })).status).toBe(200);
  expect(await status()).toBe(403);
  const back = await api.call<Role>("PATCH", `/roles/${id}`, { json: { permission_ids: [read] } });
  expect(back.data).toMatchObject({ permission_ids: [read], menu_ids: [menu] });
  expect(await status()).toBe(200);

  const deleted = await api.call("DELETE", `/roles/${id}`);
  expect(deleted.data).toMatchObject({
    role: { id, deleted_at: expect.any(Number) },
    restore: { method: "POST", path: `/api/v1/roles/${id}/restore` },
  });
  expect(await status()).toBe(403);
  expect((await roles()).some((role) => role.id === id)).toBe(false);
  expect((await roles("?include_deleted=true")).some((role) => role.id === id)).toBe(true);
  expect((await api.call("PATCH", `/roles/${id}`, { json: { name: "x" } })).status).toBe(409);
  expect((await api.call<Role>("POST", `/roles/${id}/restore`)).data.deleted_at).toBeNull();
  expect(await status()).toBe(200);
  const lines = await api.identity.audit.list({ record: `role:${id}` }, 10);
  expect(lines.map(({ action }) => action)).toEqual([
    "role.restore",
    "role.delete",
    "role.update",
    "role.update",
    "role.create",
  ]);
});

test("bad input is told by field", async () => {
  const good = { name: "reader", reach: "all", permission_ids: [], menu_ids: [] };
  for (const [over, field] of [
    [{ name: "" }, "name"],
    [{ name: "a\nb" }, "name"],
    [{ reach: "world" }, "reach"],
    [{ permission_ids: [crypto.randomUUID()] }, "permission_ids.0"],
    [{ menu_ids: [crypto.randomUUID()] }, "menu_ids.0"],
    [{ superuser: true }, "superuser"],
    [{ built_in: true }, "built_in"],
  ] as const) {
    expect(await api.call("POST", "/roles", { json: { ...good, ...over } })).toMatchObject({
      status: 422,
      data: { problems: [{ field }] },
    });
  }
  expect(await api.call("POST", "/roles", { json: { ...good, name: "Operator" } })).toMatchObject({
    status: 409,
    data: { problems: [{ field: "name", reason: "is taken by another role" }] },
  });
});

test("a built-in role keeps name and life, the superuser role everything", async () => {
  const operator = await named("operator");
  const superuser = await named("superuser");
  for (const [method, id, json] of [
    ["PATCH", operator, { name: "boss" }],
    ["DELETE", operator, undefined],
    ["PATCH", superuser, { description: "x" }],
    ["PATCH", superuser, { permission_ids: [] }],
    ["DELETE", superuser, undefined],
  ] as const) {
    expect(await api.call(method, `/roles/${id}`, { json })).toMatchObject({
      status: 409,
      code: "invalid_state",
    });
  }
  const changed = await api.call<Role>("PATCH", `/roles/${operator}`, {
    json: { name: "operator", reach: "own", permission_ids: [], menu_ids: [] },
  });
  expect(changed.data).toMatchObject({ reach: "own", permission_ids: [], menu_ids: [] });
});

test("nobody grants, or lays hands on, more than they have", async () => {
  await api.addRole("keeper", [...KEEPER, "GET /keywords"], { reach: "department" });
  const strong = await api.addRole("strong", ["GET /jobs"], { reach: "department" });
  const wide = await api.addRole("wide", [], { reach: "all" });
  const sees = await api.addRole("sees", [], { reach: "own", sees_recruiters: true });
  const weak = await api.addRole("weak", ["GET /keywords"], { reach: "own" });
  const { token } = await api.signedIn("kay", ["keeper"]);
  const [keywords, jobs] = await api.permissionIds("GET /keywords", "GET /jobs");
  const base = { name: "new", reach: "own", permission_ids: [], menu_ids: [] };
  const post = (over: object) => api.call("POST", "/roles", { token, json: { ...base, ...over } });
  const patch = (id: string, json: object) => api.call("PATCH", `/roles/${id}`, { token, json });
  for (const over of [{ permission_ids: [jobs] }, { reach: "all" }, { sees_recruiters: true }]) {
    expect(await post(over)).toMatchObject({ status: 403, code: "forbidden" });
    expect(await patch(weak, over)).toMatchObject({ status: 403, code: "forbidden" });
  }
  const admin = await named("admin");
  for (const id of [strong, wide, sees, admin, await named("superuser")]) {
    expect((await patch(id, { permission_ids: [], reach: "own", sees_recruiters: false })).status).toBe(403);
    expect((await api.call("DELETE", `/roles/${id}`, { token })).status).toBe(403);
  }
  await api.call("DELETE", `/roles/${strong}`);
  expect((await api.call("POST", `/roles/${strong}/restore`, { token })).status).toBe(403);
  expect((await post({ permission_ids: [keywords], reach: "department" })).status).toBe(201);
  expect((await patch(weak, { reach: "department" })).status).toBe(200);
});
