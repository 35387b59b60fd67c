import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SCOPES } from "../../../shared/contracts/access.ts";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";
import type { Problems } from "../../../tests/edge/api/test-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

interface User {
  id: string;
  username: string;
  department: { id: string; name: string } | null;
  roles: { id: string; name: string }[];
  disabled: boolean;
  deleted_at: number | null;
}

interface Page {
  items: User[];
  next_cursor: string | null;
  total: number;
}

const MANAGER = [
  "GET /users",
  "GET /users/{id}",
  "POST /users",
  "PATCH /users/{id}",
  "DELETE /users/{id}",
  "POST /users/{id}/restore",
  "POST /users/{id}/password",
];

const create = (json: object, token?: string) =>
  api.call<{ user: User; password: string }>("POST", "/users", {
    token,
    json: { name: "Alice", role_ids: [], ...json },
  });

const roleId = async (name: string) => {
  const { data } = await api.call<{ items: { id: string; name: string }[] }>("GET", "/roles");
  return data.items.find((role) => role.name === name)?.id ?? "";
};

describe("a user", () => {
  test("is created, must change the shown password, is changed, deleted and restored; all of it is audited", async () => {
    const department = await api.addDepartment("Research");
    const analyst = await roleId("analyst");
    const made = await create({
      username: "Alice",
      email: "Alice@Example.com",
      department_id: department,
      role_ids: [analyst, analyst],
    });
    expect(made).toMatchObject({
      status: 201,
      data: {
        user: {
          username: "alice",
          email: "alice@example.com",
          department: { id: department, name: "Research" },
          roles: [{ id: analyst, name: "analyst" }],
          disabled: false,
          must_change_password: true,
          two_factor_enabled: false,
          deleted_at: null,
        },
        password: expect.stringMatching(/^\w{20}$/),
      },
    });
    const { id } = made.data.user;
    const signIn = (password: string) =>
      api.call<{ password_change_required: boolean }>("POST", "/auth/sign-in", {
        token: null,
        json: { account: "alice", password },
      });
    expect(await signIn(made.data.password)).toMatchObject({
      status: 200,
      data: { password_change_required: true },
    });

    const changed = await api.call<User>("PATCH", `/users/${id}`, {
      json: { name: "Alice B", role_ids: [], department_id: null },
    });
    expect(changed.data).toMatchObject({ name: "Alice B", roles: [], department: null });
    const deleted = await api.call<{ user: User; restore: object }>("DELETE", `/users/${id}`);
    expect(deleted.data).toMatchObject({
      user: { id, deleted_at: expect.any(Number) },
      restore: { method: "POST", path: `/api/v1/users/${id}/restore` },
    });
    expect((await signIn(made.data.password)).status).toBe(401);
    expect(await api.call("PATCH", `/users/${id}`, { json: { name: "x" } })).toMatchObject({
      status: 409,
      code: "invalid_state",
    });
    expect((await api.call<User>("POST", `/users/${id}/restore`)).data.deleted_at).toBeNull();
    expect((await api.call("POST", `/users/${id}/restore`)).status).toBe(409);
    expect((await signIn(made.data.password)).status).toBe(200);

    const lines = await api.identity.audit.list({ record: `user:${id}` }, 10);
    expect(lines.map(({ action }) => action)).toEqual([
      "user.restore",
      "user.delete",
      "user.update",
      "user.create",
    ]);
    expect(JSON.parse(lines[2]?.before ?? "")).toMatchObject({ roles: ["analyst"], department: "Research" });
    expect(JSON.parse(lines[2]?.after ?? "")).toMatchObject({ roles: [], department: null });
    expect(JSON.stringify(lines)).not.toContain(made.data.password);
  });

  test.each([
    ["no name", { name: " " }, "name", "is empty"],
    ["a line break in the name", { name: "A\r\nBcc: x" }, "name", "holds control characters"],
    ["a bad e-mail address", { email: "a@b\r\nBcc: c@d.example" }, "email", "is not an e-mail address"],
    ["a bad user name", { username: "a b" }, "username", "is not 2 to 32 letters"],
    ["an unknown role", { role_ids: [crypto.randomUUID()] }, "role_ids.0", "is not a role"],
    ["an unknown department", { department_id: crypto.randomUUID() }, "department_id", "is not a department"],
    ["a field of no one's business", { superuser: true }, "superuser", "is not a known field"],
  ])("with %s is refused by field", async (_, over, field, reason) => {
    const answer = await api.call<Problems>("POST", "/users", {
      json: { username: "alice", name: "Alice", email: "alice@example.com", role_ids: [], ...over },
    });
    expect(answer).toMatchObject({
      status: 422,
      data: { problems: [{ field, reason: expect.stringContaining(reason) }] },
    });
    expect((await api.call<Page>("GET", "/users")).data.total).toBe(1);
  });

  test("keeps its user name and address to itself, even when deleted", async () => {
    const id = await api.addPerson("alice", []);
    const other = await api.addPerson("bob", []);
    await api.call("DELETE", `/users/${id}`);
    expect(await create({ username: "alice", email: "new@example.com" })).toMatchObject({
      status: 409,
      data: { problems: [{ field: "username", reason: expect.stringContaining("deleted user") }] },
    });
    expect(
      await api.call("PATCH", `/users/${other}`, { json: { email: "alice@example.com" } }),
    ).toMatchObject({ status: 409, data: { problems: [{ field: "email", reason: "is taken" }] } });
  });

  test("changes the own e-mail address with the password only; the old address is told", async () => {
    const { id, token } = await api.signedIn("root", ["superuser"]);
    const patch = (json: object, as: string | undefined = token) =>
      api.call<Problems>("PATCH", `/users/${id}`, { token: as, json });
    const email = "new@example.com";
    for (const [given, reason] of [
      [{}, "is missing: this needs your password again"],
      [{ current_password: "not the password" }, "is wrong"],
    ] as const) {
      expect(await patch({ email, ...given })).toMatchObject({
        status: 422,
        data: { problems: [{ field: "current_password", reason }] },
      });
    }
    // The address as it is, and other fields, are no such change.
    expect((await patch({ name: "Root", email: "root@example.com" })).status).toBe(200);
    expect(api.mails).toEqual([]);
    expect((await patch({ email, current_password: PASSWORD })).data).toMatchObject({ email });
    await expect.poll(() => api.mails).toMatchObject([{ to: "root@example.com" }]);
    expect(api.mails[0]?.text).toContain("your JobData account was changed");
    // A key has no password, so it can't change its own account's.
    const { data } = await api.call<{ key: string }>("POST", "/api-keys", {
      token,
      json: { name: "all", scopes: [...SCOPES], expires_at: null, current_password: PASSWORD },
    });
    expect(await patch({ email: "other@example.com", current_password: PASSWORD }, data.key)).toMatchObject({
      status: 403,
    });
    expect((await patch({ name: "Root again" }, data.key)).status).toBe(200);
  });

  test("is told at the old address when an admin changes the address", async () => {
    const id = await api.addPerson("alice", []);
    expect((await api.call("PATCH", `/users/${id}`, { json: { email: "new@example.com" } })).status).toBe(
      200,
    );
    await expect.poll(() => api.mails).toMatchObject([{ to: "alice@example.com" }]);
  });

  test("that is disabled or deleted is out at once: session and key", async () => {
    for (const [at, stop] of [
      ["disabled", (id: string) => api.call("PATCH", `/users/${id}`, { json: { disabled: true } })],
      ["deleted", (id: string) => api.call("DELETE", `/users/${id}`)],
    ] as const) {
      const { id, token } = await api.signedIn(`user-${at}`, ["operator"]);
      const { data } = await api.call<{ key: string }>("POST", "/api-keys", {
        token,
        json: { name: "mine", scopes: ["read"], expires_at: null, current_password: PASSWORD },
      });
      for (const credential of [token, data.key]) {
        expect((await api.call("GET", "/keywords", { token: credential })).status).toBe(200);
      }
      expect((await stop(id)).status).toBe(200);
      for (const credential of [token, data.key]) {
        expect((await api.call("GET", "/keywords", { token: credential })).status).toBe(401);
      }
    }
  });

  test("loses a right in the next request after the role is taken away", async () => {
    const { id, token } = await api.signedIn("alice", ["analyst"]);
    expect((await api.call("GET", "/keywords", { token })).status).toBe(200);
    await api.call("PATCH", `/users/${id}`, { json: { role_ids: [] } });
    expect((await api.call("GET", "/keywords", { token })).status).toBe(403);
  });

  test("gets a new first password: sessions and mailed links end, the second factor only when asked", async () => {
    const { id, token } = await api.signedIn("alice", ["analyst"]);
    await api.db.$client.prepare("update users set two_factor_enabled = 1 where id = ?").bind(id).run();
    await api.db.$client
      .prepare("insert into verifications values ('v', 'reset-password:abc', ?, ?, 0, 0)")
      .bind(id, Date.now() + 3_600_000)
      .run();
    const given = await api.call<{ password: string }>("POST", `/users/${id}/password`);
    expect(given.status).toBe(200);
    expect((await api.call("GET", "/auth/me", { token })).status).toBe(401);
    const reset = await api.call("POST", "/auth/password/reset", {
      token: null,
      json: { token: "abc", new_password: "a fine new password" },
    });
    expect(reset.status).toBe(422);
    const show = async () => (await api.call<{ two_factor_enabled: boolean }>("GET", `/users/${id}`)).data;
    expect(await show()).toMatchObject({ two_factor_enabled: true, must_change_password: true });
    await api.call("POST", `/users/${id}/password`, { json: { reset_two_factor: true } });
    expect((await show()).two_factor_enabled).toBe(false);
  });
});

describe("the list", () => {
  test("pages by user name, counts, and filters by text, role and department with those below", async () => {
    const top = await api.addDepartment("Top");
    const below = await api.addDepartment("Below", top);
    for (const [username, departmentId] of [
      ["dora", top],
      ["carl", below],
      ["bea", null],
    ] as const) {
      await api.addPerson(username, username === "bea" ? ["analyst"] : [], { departmentId });
    }
    const names = (page: Page) => page.items.map(({ username }) => username);
    const list = async (query: string) => (await api.call<Page>("GET", `/users?${query}`)).data;
    const first = await list("limit=3");
    expect(names(first)).toEqual(["admin", "bea", "carl"]);
    expect(first.total).toBe(4);
    const second = await list(`limit=3&cursor=${first.next_cursor}`);
    expect(names(second)).toEqual(["dora"]);
    expect(second.next_cursor).toBeNull();
    expect(names(await list(`department_id=${top}`))).toEqual(["carl", "dora"]);
    expect(names(await list(`department_id=${below}`))).toEqual(["carl"]);
    expect(names(await list(`role=${await roleId("analyst")}`))).toEqual(["bea"]);
    expect(names(await list("search=ARL"))).toEqual(["carl"]);
    expect(names(await list("search=%25"))).toEqual([]);
    // Longer than a LIKE pattern may be on D1.
    expect(names(await list(`search=${"x".repeat(100)}`))).toEqual([]);
    const carl = (await list("search=carl")).items[0];
    await api.call("DELETE", `/users/${carl?.id}`);
    expect(names(await list("search=carl"))).toEqual([]);
    expect(names(await list("search=carl&include_deleted=true"))).toEqual(["carl"]);
  });

  test("holds those of one's department and below, and oneself", async () => {
    const top = await api.addDepartment("Top");
    const mine = await api.addDepartment("Mine", top);
    const below = await api.addDepartment("Below", mine);
    await api.addRole("lead", MANAGER, { reach: "department" });
    await api.addRole("loner", MANAGER, { reach: "own" });
    await api.addPerson("boss", [], { departmentId: top });
    await api.addPerson("kid", [], { departmentId: below });
    const lead = await api.signedIn("lead", ["lead"], { departmentId: mine });
    const loner = await api.signedIn("loner", ["loner"], { departmentId: mine });
    const seen = async (token: string) => (await api.call<Page>("GET", "/users", { token })).data;
    expect((await seen(lead.token)).items.map(({ username }) => username)).toEqual(["kid", "lead", "loner"]);
    expect((await seen(lead.token)).total).toBe(3);
    expect((await seen(loner.token)).items.map(({ username }) => username)).toEqual(["loner"]);
  });
});

describe("nobody", () => {
  test("gives or touches more than they have", async () => {
    await api.addRole("manager", MANAGER);
    await api.addRole("manager-here", MANAGER, { reach: "department" });
    await api.addRole("sees", ["GET /users"], { sees_recruiters: true });
    const { token } = await api.signedIn("max", ["manager"]);
    const target = await api.addPerson("alice", []);
    const give = async (role: string, as = token) =>
      api.call("PATCH", `/users/${target}`, { token: as, json: { role_ids: [await roleId(role)] } });
    for (const stronger of ["superuser", "operator", "analyst", "sees"]) {
      expect(await give(stronger)).toMatchObject({ status: 403, code: "forbidden" });
      expect(
        await create(
          { username: "new", email: "new@example.com", role_ids: [await roleId(stronger)] },
          token,
        ),
      ).toMatchObject({ status: 403, code: "forbidden" });
    }
    expect((await give("manager-here")).status).toBe(200);
    expect((await give("manager")).status).toBe(200);

    const strong = await api.addPerson("omar", ["operator"]);
    for (const [method, path, json] of [
      ["PATCH", "", { name: "x" }],
      ["PATCH", "", { disabled: true }],
      ["DELETE", ""],
      ["POST", "/password"],
    ] as const) {
      expect(await api.call(method, `/users/${strong}${path}`, { token, json })).toMatchObject({
        status: 403,
        message: expect.stringContaining("user omar has more than you"),
      });
    }
  });

  test("with the reach of a department gives a wider one, or moves anybody out of it", async () => {
    const top = await api.addDepartment("Top");
    const mine = await api.addDepartment("Mine", top);
    const below = await api.addDepartment("Below", mine);
    await api.addRole("manager", MANAGER);
    await api.addRole("lead", MANAGER, { reach: "department" });
    const lead = await api.signedIn("lead", ["lead"], { departmentId: mine });
    const kid = await api.addPerson("kid", [], { departmentId: below });
    const patch = (id: string, json: object) =>
      api.call<Problems>("PATCH", `/users/${id}`, { token: lead.token, json });
    expect((await patch(kid, { role_ids: [await roleId("manager")] })).status).toBe(403);
    for (const department_id of [top, null]) {
      for (const id of [kid, lead.id]) {
        expect(await patch(id, { department_id })).toMatchObject({
          status: 422,
          data: { problems: [{ field: "department_id" }] },
        });
      }
      expect(
        (await create({ username: "new", email: "n@example.com", department_id }, lead.token)).status,
      ).toBe(422);
    }
    expect((await patch(kid, { department_id: mine })).status).toBe(200);
    const outside = await api.addPerson("out", [], { departmentId: top });
    expect((await patch(outside, { name: "x" })).status).toBe(404);
  });

  test("changes their own roles, disables, deletes or re-passwords themselves", async () => {
    const { id, token } = await api.signedIn("root", ["superuser"]);
    const self = `/users/${id}`;
    for (const [method, path, json] of [
      ["PATCH", self, { role_ids: [] }],
      ["PATCH", self, { disabled: true }],
      ["DELETE", self],
      ["POST", `${self}/password`],
    ] as const) {
      expect(await api.call(method, path, { token, json })).toMatchObject({ status: 403, code: "forbidden" });
    }
    expect((await api.call("PATCH", self, { token, json: { name: "Root" } })).status).toBe(200);
  });

  test("with a narrowed key gets at what the key itself may not", async () => {
    const { token } = await api.signedIn("root", ["superuser"]);
    const { data } = await api.call<{ key: string }>("POST", "/api-keys", {
      token,
      json: {
        name: "users",
        scopes: ["users:read", "users:write"],
        expires_at: null,
        current_password: PASSWORD,
      },
    });
    const operator = await api.addPerson("omar", ["operator"]);
    const nobody = await api.addPerson("nina", []);
    const call = (id: string) => api.call("POST", `/users/${id}/password`, { token: data.key });
    expect((await call(operator)).status).toBe(403);
    expect((await call(nobody)).status).toBe(200);
    const superuser = { role_ids: [await roleId("superuser")] };
    expect((await api.call("PATCH", `/users/${nobody}`, { token: data.key, json: superuser })).status).toBe(
      403,
    );
  });

  test("leaves the system without a superuser", async () => {
    const root = await api.signedIn("root", ["superuser"]);
    const { data } = await api.call<Page>("GET", "/users?search=admin");
    const admin = data.items[0]?.id;
    // Two of them at once: one is refused.
    const both = await Promise.all([
      api.call("PATCH", `/users/${admin}`, { token: root.token, json: { role_ids: [] } }),
      api.call("PATCH", `/users/${root.id}`, { json: { role_ids: [] } }),
    ]);
    const statuses = both.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const left = await api.call<Page>("GET", `/users?role=${await roleId("superuser")}`, {
      token: statuses[0] === 200 ? root.token : undefined,
    });
    expect(left.data.items).toHaveLength(1);
  });

  test("deletes, disables or strips the last superuser, told as a conflict", async () => {
    const root = await api.signedIn("root", ["superuser"]);
    const { data } = await api.call<Page>("GET", "/users?search=admin");
    const admin = data.items[0]?.id;
    // Disabled below the API, so that the caller may act and yet counts for nothing.
    const disable = api.db.$client.prepare("update users set disabled = ? where id = ?");
    for (const [method, json] of [
      ["PATCH", { role_ids: [] }],
      ["PATCH", { disabled: true }],
      ["DELETE", undefined],
    ] as const) {
      await disable.bind(0, root.id).run();
      expect((await api.call("GET", "/auth/me", { token: root.token })).status).toBe(200);
      await disable.bind(1, root.id).run();
      expect(await api.call(method, `/users/${admin}`, { token: root.token, json })).toMatchObject({
        status: 409,
        code: "conflict",
        message: expect.stringContaining("last superuser"),
      });
    }
    await disable.bind(0, root.id).run();
    const kept = await api.call<User>("GET", `/users/${admin}`, { token: root.token });
    expect(kept.data).toMatchObject({ disabled: false, deleted_at: null, roles: [{ name: "superuser" }] });
    expect((await api.tokenOf("root")).length).toBeGreaterThan(PASSWORD.length);
  });
});
