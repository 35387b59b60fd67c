/** Attacks on the API, over real people in D1; see also permissions.test.ts and each noun's own tests. */
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../tests/edge/api/identity-api.ts";
import { sampleRequest } from "../../tests/edge/api/sample-requests.ts";
import { cookieOf } from "../../tests/edge/api/sign-in-at.ts";
import type { Problems } from "../../tests/edge/api/test-api.ts";
import { resetMail } from "../iam/sign-in/mails.ts";
import { OPERATIONS } from "./operations.ts";

let api: IdentityApi;
/** Id of the first admin, a superuser. */
let root: string;

beforeAll(async () => {
  api = await identityApi();
  const { data } = await api.call<{ user: { id: string } }>("GET", "/auth/me");
  root = data.user.id;
});
afterAll(reset);

const count = async (table: string) =>
  (await env.DB.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())?.n;
const roleId = async (name: string) =>
  (await env.DB.prepare("select id from roles where name = ?").bind(name).first<{ id: string }>())?.id ?? "";

describe("SQL in a parameter", () => {
  const INJECTIONS = [
    "' or 1=1 --",
    "'; drop table users; --",
    "x' union select id, hash, hash, hash from api_keys --",
    '") or ("1"="1',
    "%' or '1'='1",
    "\\'; delete from roles; --",
    "1); delete from sessions; --",
    "{{7*7}}#{7*7}",
    "\u0000' or ''='",
  ];

  const listed = OPERATIONS.flatMap(({ route }) => {
    if (route.method !== "get") return [];
    const { request } = route as { request?: { query?: { shape: object } } };
    return Object.keys(request?.query?.shape ?? {}).map((name) => ({
      path: (route.path as string).replace("/api/v1", ""),
      name,
    }));
  })
    .filter(({ path }) => !path.includes("{"))
    // Not a list: the filter stands in the audit log, where it is found. See workers/exports/clickhouse-source.node.test.ts.
    .filter(({ path }) => path !== "/exports/rows")
    // All figures read the same filter in the same place: one stands for them.
    .filter(({ path }) => !path.startsWith("/analytics/") || path === "/analytics/overview");

  test("there are parameters to try", () => {
    const tried = listed.map(({ path, name }) => `${path}?${name}`);
    expect(tried).toEqual(
      expect.arrayContaining([
        "/users?search",
        "/users?cursor",
        "/audit-log?text",
        "/audit-log?record",
        "/api-keys?cursor",
        "/keywords?search",
      ]),
    );
  });

  test.each(listed)("$path?$name finds nothing and breaks nothing", async ({ path, name }) => {
    const before = await Promise.all(["users", "roles", "api_keys", "permissions"].map(count));
    for (const injection of INJECTIONS) {
      const answer = await api.call<{ items?: unknown[] }>(
        "GET",
        `${path}?${name}=${encodeURIComponent(injection)}`,
      );
      expect([200, 400, 422]).toContain(answer.status);
      // Figures come from examples here. On the engine: workers/clickhouse/queries/search-jobs.node.test.ts.
      const isFigure = path.startsWith("/analytics/");
      // A file has its rows below the line of its columns.
      const isFile = path === "/skills/export";
      const found = isFile ? answer.message.trim().split("\n").slice(1) : answer.data?.items;
      if (answer.status === 200 && !isFigure) expect(found ?? []).toEqual([]);
      expect(JSON.stringify(answer)).not.toMatch(/sqlite|D1_ERROR|syntax error/i);
    }
    expect(await Promise.all(["users", "roles", "api_keys", "permissions"].map(count))).toEqual(before);
  });

  test("inside a well-formed cursor is only a value", async () => {
    const cursor = (list: string, position: unknown) =>
      btoa(JSON.stringify([list, position]))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "");
    for (const injection of INJECTIONS.filter((text) => !text.includes("\u0000"))) {
      // Sorted before all user names, behind all, or refused: never more than a page's worth, never an error.
      const users = await api.call<{ total: number }>("GET", `/users?cursor=${cursor("users", injection)}`);
      expect(users).toMatchObject({ status: 200, data: { total: await count("users") } });
      for (const [path, list, position] of [
        ["/audit-log", "audit-log", injection],
        ["/audit-log", "users", 5],
        ["/api-keys", "api-keys", { createdAt: injection, id: injection }],
        ["/users", "users", { $gt: "" }],
      ] as const) {
        const answer = await api.call("GET", `${path}?cursor=${cursor(list, position)}`);
        expect(answer).toMatchObject({ status: 400, code: "invalid_cursor" });
      }
    }
  });

  test.each(["users", "roles", "departments", "menus", "api-keys"])(
    "in an id of %s is no id",
    async (noun) => {
      for (const injection of INJECTIONS) {
        const answer = await api.call("DELETE", `/${noun}/${encodeURIComponent(injection)}`);
        expect(answer.status).toBe(422);
      }
      expect(await count("users")).toBeGreaterThan(0);
    },
  );

  test("in a body is stored as it is", async () => {
    const [one = "", two = ""] = INJECTIONS;
    const id = await api.addDepartment(one);
    expect((await api.call("PATCH", `/departments/${id}`, { json: { name: two } })).data).toMatchObject({
      name: two,
    });
    expect(await count("departments")).toBe(1);
    for (const account of INJECTIONS) {
      const json = { account, password: "' or 1=1 --" };
      const answer = await api.call("POST", "/auth/sign-in", { token: null, json, ip: "192.0.2.7" });
      expect(answer.status).toBe(401);
    }
  });
});

describe("a line break", () => {
  const BREAKS = ["%0d%0aset-cookie:%20evil=1", "x%0aX-Evil:1", "%E5%98%8A%E5%98%8Dset-cookie:evil=1"];

  test("in a header or path makes no header of the answer", async () => {
    for (const text of BREAKS) {
      const cookie = `${api.identity.cookieName}=${text}`;
      for (const answer of [
        await api.call("GET", "/scopes", { headers: { "x-request-id": text } }),
        await api.call("GET", "/scopes", { token: null, headers: { cookie } }),
        await api.call("GET", `/users/${text}`),
        await api.call("GET", `/nothing/${text}`),
      ]) {
        expect(answer.headers.get("x-evil")).toBeNull();
        expect(answer.headers.getSetCookie().join()).not.toContain("evil");
        expect(answer.headers.get("x-request-id")).toMatch(/^[\w-]+$/);
      }
    }
  });

  test("in a name comes into no mail, and an address with one is none", async () => {
    for (const [method, path, json] of [
      [
        "POST",
        "/users",
        { username: "eve", email: "eve@example.com", role_ids: [], name: "E\r\nBcc: x@y.z" },
      ],
      [
        "POST",
        "/users",
        { username: "eve", email: "eve@example.com\r\nBcc: x@y.z", role_ids: [], name: "E" },
      ],
      ["POST", "/users", { username: "eve\r\n", email: "eve@example.com,x@y.z", role_ids: [], name: "E" }],
      ["PATCH", `/users/${root}`, { name: "E\u2028\u0085\nX" }],
      ["POST", "/api-keys", { name: "k\r\nX: y", scopes: ["read"], expires_at: null }],
    ] as const) {
      expect(await api.call(method, path, { json })).toMatchObject({ status: 422 });
    }
    const mail = resetMail({
      name: "E\r\nBcc: x@y.z",
      email: "eve@example.com",
      token: "a&b\r\nc",
      publicUrl: "https://dashboard.test",
    });
    expect(`${mail.to}${mail.subject}`).not.toMatch(/[\r\n]/);
    expect(mail.text).toContain("token=a%26b%0D%0Ac");
  });
});

describe("a credential that is over", () => {
  async function credentials(username: string, ip: string) {
    const id = await api.addPerson(username, ["operator"]);
    const json = { account: username, password: PASSWORD };
    const signIn = await api.call<{ token: string }>("POST", "/auth/sign-in", { token: null, json, ip });
    const made = await api.call<{ key: string }>("POST", "/api-keys", {
      token: signIn.data.token,
      json: { name: "k", scopes: ["read"], expires_at: null, current_password: PASSWORD },
    });
    const cookie = cookieOf(signIn.headers);
    const ways = [
      { token: null, headers: { cookie } },
      { token: signIn.data.token },
      { token: made.data.key },
    ];
    const statuses = () =>
      Promise.all(ways.map(async (way) => (await api.call("GET", "/keywords", way)).status));
    return { id, cookie, statuses };
  }

  test.each([
    ["a disabled user", (id: string) => api.call("PATCH", `/users/${id}`, { json: { disabled: true } }), 200],
    ["a deleted user", (id: string) => api.call("DELETE", `/users/${id}`), 200],
    ["a user with a new password", (id: string) => api.call("POST", `/users/${id}/password`), 401],
  ])("%s: cookie, token and key", async (name, stop, keyAfterwards) => {
    const { id, statuses } = await credentials(name.replaceAll(" ", "-"), "192.0.2.20");
    expect(await statuses()).toEqual([200, 200, 200]);
    expect((await stop(id)).status).toBe(200);
    expect(await statuses()).toEqual([401, 401, 401]);
    // Enabled or restored, the old sessions stay over; the key is the user's again, unless it was revoked.
    await api.call("PATCH", `/users/${id}`, { json: { disabled: false } });
    await api.call("POST", `/users/${id}/restore`);
    expect(await statuses()).toEqual([401, 401, keyAfterwards]);
  });

  test("a cookie sent again after signing out, and beside a good key", async () => {
    const { cookie, statuses } = await credentials("replay", "192.0.2.21");
    const headers = { cookie, origin: api.config.PUBLIC_URL };
    expect((await api.call("POST", "/auth/sign-out", { token: null, headers })).status).toBe(200);
    expect((await statuses()).slice(0, 2)).toEqual([401, 401]);
    expect((await api.call("GET", "/keywords", { token: null, headers: { cookie } })).status).toBe(401);
    const mixed = { cookie, authorization: `Bearer ${api.key}x` };
    expect((await api.call("GET", "/keywords", { token: null, headers: mixed })).status).toBe(401);
  });
});

describe("an admin who is no superuser", () => {
  let token: string;
  let id: string;

  beforeAll(async () => {
    ({ id, token } = await api.signedIn("adam", ["admin"]));
  });

  test("does not become one, nor makes one", async () => {
    const superuser = await roleId("superuser");
    const admin = await roleId("admin");
    const target = await api.addPerson("target", []);
    const [refresh = ""] = await api.permissionIds("POST /permissions/refresh");
    for (const [method, path, json, status = 403] of [
      ["PATCH", `/users/${id}`, { role_ids: [superuser] }],
      ["PATCH", `/users/${id}`, { role_ids: [admin, superuser] }],
      ["PATCH", `/users/${target}`, { role_ids: [superuser] }],
      ["POST", "/users", { username: "n", email: "n@example.com", name: "N", role_ids: [superuser] }, 422],
      ["POST", "/users", { username: "nn", email: "n@example.com", name: "N", role_ids: [superuser] }],
      ["PATCH", `/roles/${superuser}`, { permission_ids: [refresh] }],
      ["PATCH", `/roles/${admin}`, { superuser: true }, 422],
      ["DELETE", `/roles/${superuser}`],
      ["PATCH", `/users/${root}`, { email: "adam@evil.test" }],
      ["PATCH", `/users/${root}`, { disabled: true }],
      ["PATCH", `/users/${root}`, { role_ids: [] }],
      ["POST", `/users/${root}/password`, {}],
      ["DELETE", `/users/${root}`],
      ["POST", "/auth/password", { current_password: "x", new_password: "y", user_id: root }, 422],
    ] as const) {
      expect(await api.call(method, path, { token, json })).toMatchObject({ status });
    }
    const me = await api.call("GET", "/auth/me", { token });
    expect(me.data).toMatchObject({ superuser: false, roles: ["admin"] });
    const { n } = (await env.DB.prepare("select count(*) as n from user_roles where role_id = ?")
      .bind(superuser)
      .first<{ n: number }>()) ?? { n: 0 };
    expect(n).toBe(1);
  });

  test("does not revoke a superuser's key", async () => {
    const { data } = await api.call<{ items: { id: string; user: { id: string } }[] }>("GET", "/api-keys", {
      token,
    });
    const key = data.items.find(({ user }) => user.id === root);
    expect((await api.call("DELETE", `/api-keys/${key?.id}`, { token })).status).toBe(403);
    expect((await api.call("GET", "/auth/me")).status).toBe(200);
  });

  test("who keeps the roles does not get out of what they were given, by a second role either", async () => {
    await api.addRole("keeper", ["POST /roles", "PATCH /roles/{id}", "GET /roles"], { reach: "own" });
    const kim = await api.signedIn("kim", ["keeper"]);
    const keeper = await roleId("keeper");
    const [users = ""] = await api.permissionIds("GET /users");
    for (const json of [{ permission_ids: [users] }, { reach: "all" }, { sees_recruiters: true }]) {
      expect((await api.call("PATCH", `/roles/${keeper}`, { token: kim.token, json })).status).toBe(403);
    }
  });
});

describe("fields that are nobody's to set", () => {
  const FIELDS = {
    id: "00000000-0000-4000-8000-000000000000",
    superuser: true,
    built_in: true,
    deleted_at: null,
    created_at: 0,
    password: "a fine new password",
    must_change_password: false,
    two_factor_enabled: false,
    user_id: "00000000-0000-4000-8000-000000000000",
    owner_id: "00000000-0000-4000-8000-000000000000",
    hash: "x",
    constructor: { prototype: { superuser: true } },
  };
  const withBody = OPERATIONS.filter(({ access }) => !["public", "anyone", "person"].includes(access))
    .map(({ route }) => ({ key: `${route.method.toUpperCase()} ${route.path}`, route }))
    .filter(({ key }) => /^(POST|PATCH)/.test(key));

  test.each(withBody)("$key refuses or ignores them by name", async ({ route }) => {
    const { method, path, json } = await sampleRequest(api, route, { id: root, departmentId: null });
    if (json === undefined) return;
    for (const [field, value] of Object.entries(FIELDS)) {
      // A proxy has a field `password`.
      if (field === "password" && path.startsWith("/proxies")) continue;
      // An upload of the same id would be a replay.
      const { batch_id: _, ...own } = json as { batch_id?: string };
      const answer = await api.call<Problems>(method, path, { json: { ...own, [field]: value } });
      if (path.startsWith("/universal/data/batch-store")) {
        // Senders of other systems add members of their own: those are ignored, and the answer names them.
        expect(answer.data).toMatchObject({ ignored: [field] });
        continue;
      }
      expect(answer).toMatchObject({ status: 422, code: "validation_failed" });
      expect(answer.data.problems.map((problem) => problem.field)).toContain(field);
    }
    const polluted = JSON.stringify(json).replace("{", '{"__proto__":{"superuser":true},');
    const answer = await api.call(method, path, {
      body: polluted,
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBeLessThan(500);
    expect(({} as { superuser?: boolean }).superuser).toBeUndefined();
    expect(await roleId("superuser")).not.toBe("");
    expect((await env.DB.prepare("select name from roles where superuser = 1").all()).results).toEqual([
      { name: "superuser" },
    ]);
  });
});

describe("a path in disguise", () => {
  const TRICKS = [
    "//api/v1/users",
    "/api//v1/users",
    "/api/v1//users",
    "/api/v1/users/",
    "/api/v1/users//",
    "/api/v1/users/.",
    "/api/v1/health/../users",
    "/api/v1/health/%2e%2e/users",
    "/api/v1/health%2f..%2fusers",
    "/api/v1/auth/sign-in/..%2f..%2fusers",
    "/api/v1/%75sers",
    "/api/v1/%2575sers",
    "/%61pi/v1/users",
    "/API/V1/users",
    "/api/v1/USERS",
    "/api/v1/users;x=1",
    "/api/v1/health;/users",
    "/api/v1/users%00",
    "/api/v1/users%20",
    "/api/v1/users%3f",
    "/api/v1/users.json",
    "/api/v1/health?/api/v1/users",
    "/api/v1/health#/api/v1/users",
    "/api/v1\\users",
    "/api/v1/./users",
    "/api/v2/../v1/users",
  ];
  const SECRET = "admin@localhost.localdomain";
  let token: string;

  beforeAll(async () => {
    ({ token } = await api.signedIn("path", ["analyst"]));
  });

  async function raw(path: string, method: string, headers: Record<string, string> = {}) {
    const request = new Request(`http://localhost${path}`, {
      method,
      headers: { "cf-connecting-ip": "192.0.2.30", ...headers },
    });
    const response = await api.app.fetch(request, env);
    return { status: response.status, text: await response.text() };
  }

  test("the plain path leads to the secret, for who may", async () => {
    const { status, text } = await raw("/api/v1/users", "GET", { authorization: `Bearer ${api.key}` });
    expect(status).toBe(200);
    expect(text).toContain(SECRET);
  });

  test.each(TRICKS)("%s leads nobody there", async (path) => {
    for (const method of ["GET", "HEAD"]) {
      for (const headers of [{}, { authorization: `Bearer ${token}` }]) {
        const { status, text } = await raw(path, method, headers as Record<string, string>);
        expect(text).not.toContain(SECRET);
        // Only the light health route itself answers well.
        if (!/health[?#]/.test(path)) expect([400, 401, 403, 404, 405]).toContain(status);
      }
    }
  });

  test("HEAD and OPTIONS need what GET needs, and an unknown method gets nothing", async () => {
    for (const method of ["HEAD", "OPTIONS", "PROPFIND", "get", "QUERY"]) {
      const stranger = await raw("/api/v1/users", method);
      expect([401, 405]).toContain(stranger.status);
      const known = await raw("/api/v1/users", method, { authorization: `Bearer ${token}` });
      expect([403, 405]).toContain(known.status);
      expect(`${stranger.text}${known.text}`).not.toContain(SECRET);
    }
  });

  test("a header or parameter does not change method, path or address", async () => {
    const id = await api.addPerson("victim", []);
    await api.addRole("watcher", ["GET /users/{id}"]);
    const watcher = await api.signedIn("watcher", ["watcher"]);
    for (const headers of [
      { "x-http-method-override": "DELETE" },
      { "x-http-method": "DELETE" },
      { "x-method-override": "DELETE" },
      { "x-original-url": `/api/v1/users/${root}`, "x-rewrite-url": "/api/v1/users" },
      { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1", "x-forwarded-host": "localhost" },
    ] as Record<string, string>[]) {
      const authorization = `Bearer ${watcher.token}`;
      const path = `/api/v1/users/${id}?_method=DELETE`;
      const got = await raw(path, "GET", { authorization, ...headers });
      expect(got.status).toBe(200);
      expect(JSON.parse(got.text)).toMatchObject({ data: { username: "victim", deleted_at: null } });
      const posted = await raw(path, "POST", { authorization, ...headers });
      expect([403, 405]).toContain(posted.status);
      const listed = await raw("/api/v1/users", "GET", { authorization, ...headers });
      expect(listed.status).toBe(403);
    }
    expect((await api.call<{ deleted_at: null }>("GET", `/users/${id}`)).data.deleted_at).toBeNull();
  });
});

describe("who has an account", () => {
  test("is not told by answer or time of a sign-in", async () => {
    const rounds = 4;
    const times = { known: [] as number[], unknown: [] as number[] };
    const answers = new Set<string>();
    for (let round = 0; round < rounds; round++) {
      await api.addPerson(`known-${round}`, []);
      for (const kind of ["known", "unknown"] as const) {
        // Tests remember the answer about a password; to another one each time scrypt runs, as in production.
        const json = { account: `${kind}-${round}`, password: `a wrong password ${kind} ${round}` };
        const startedAt = performance.now();
        const answer = await api.call("POST", "/auth/sign-in", {
          token: null,
          json,
          ip: `198.51.100.${round}`,
        });
        times[kind].push(performance.now() - startedAt);
        answers.add(JSON.stringify([answer.status, answer.code, answer.message, answer.data]));
      }
    }
    expect(answers.size).toBe(1);
    // A busy machine lengthens some of them; the shortest is what the work itself takes.
    const ratio = Math.min(...times.known) / Math.min(...times.unknown);
    expect(ratio).toBeGreaterThan(1 / 3);
    expect(ratio).toBeLessThan(3);
  });

  test("is not told by a forgotten password", async () => {
    await api.addPerson("forgetful", []);
    const ask = (account: string) =>
      api.call("POST", "/auth/password/forgot", { token: null, json: { account }, ip: "198.51.100.50" });
    const [known, unknown] = [await ask("forgetful"), await ask("nobody-at-all")];
    const told = ({ status, code, message, data }: typeof known) => ({ status, code, message, data });
    expect(told(known)).toEqual(told(unknown));
    expect([...known.headers.keys()]).toEqual([...unknown.headers.keys()]);
  });
});
