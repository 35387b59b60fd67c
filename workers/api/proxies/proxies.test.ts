import { applyD1Migrations, env, reset } from "cloudflare:test";
import type { z } from "@hono/zod-openapi";
import { afterEach, describe, expect, inject, test } from "vitest";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import { createVault } from "../../vault/vault.ts";
import type { Imported } from "../resources/import-resources.ts";
import type { ProxyView } from "./proxy-view.ts";

type Proxy = z.infer<typeof ProxyView>;
const api = testApi();
const { call } = api;
afterEach(reset);

const SECRET = "s3cret-pass";
const good = { protocol: "http", host: "P.vendor.net", port: 8080, username: "alice", password: SECRET };
const add = async (over: object = {}) => {
  const made = await call<Proxy>("POST", "/proxies", { json: { ...good, ...over } });
  if (made.status !== 201) throw new Error(made.message);
  return made.data;
};
const secretOf = async (id: string) => {
  const found = await api.services.pool("proxy").reveal(id);
  return found?.sealed ? JSON.parse(await api.services.vault.open("proxy", id, found.sealed)) : null;
};

describe("a proxy", () => {
  test("is kept with its secret sealed, which is never shown again", async () => {
    const made = await add();
    expect(made).toMatchObject({
      name: "P.vendor.net:8080",
      host: "p.vendor.net",
      username_hint: "al***",
      state: "free",
    });
    expect(await secretOf(made.id)).toEqual({ username: "alice", password: SECRET });
    const told = [made, (await call("GET", "/proxies")).data, api.auditLines, api.lines];
    expect(JSON.stringify(told)).not.toMatch(/s3cret|alice/);
  });

  test("is refused twice, by protocol, user and address", async () => {
    const { id } = await add();
    const again = await call("POST", "/proxies", {
      json: { ...good, host: "p.VENDOR.net", password: "other" },
    });
    expect(again).toMatchObject({ status: 409, code: "conflict", message: expect.stringContaining(id) });
    await add({ username: "bob" });
  });

  test("keeps what a change leaves out; null takes credentials away", async () => {
    const { id } = await add();
    const change = (json: object) => call<Proxy>("PATCH", `/proxies/${id}`, { json });
    expect((await change({ note: "x", daily_budget: 5 })).data).toMatchObject({
      note: "x",
      daily_budget: 5,
      username_hint: "al***",
    });
    await change({ host: "q.vendor.net" });
    expect(await secretOf(id)).toEqual({ username: "alice", password: SECRET });
    await change({ username: "bobby" });
    expect(await secretOf(id)).toEqual({ username: "bobby", password: SECRET });
    await change({ password: "new" });
    expect(await secretOf(id)).toEqual({ username: "bobby", password: "new" });
    expect((await change({ username: null })).data).toMatchObject({ username_hint: null });
    expect(await secretOf(id)).toBeNull();
    expect(await change({ password: "alone" })).toMatchObject({ status: 422 });
  });

  test("is deleted and restored", async () => {
    const { id } = await add();
    const deleted = await call<{ restore: { path: string } }>("DELETE", `/proxies/${id}`);
    expect(deleted.data).toMatchObject({ proxy: { id }, restore: { path: `/api/v1/proxies/${id}/restore` } });
    expect(await call("PATCH", `/proxies/${id}`, { json: { note: "" } })).toMatchObject({ status: 409 });
    expect(await call("POST", `/proxies/${id}/test`)).toMatchObject({ status: 409 });
    expect((await call("GET", "/proxies")).data).toMatchObject({ items: [] });
    expect((await call("GET", "/proxies?include_deleted=true")).data).toMatchObject({ items: [{ id }] });
    expect((await call("POST", `/proxies/${id}/restore`)).data).toMatchObject({ id, deleted_at: null });
    expect(await call("POST", `/proxies/${id}/restore`)).toMatchObject({ status: 409 });
  });

  test.each([
    ["ftp", { protocol: "ftp" }, "protocol"],
    ["no port", { port: 0 }, "port"],
    ["a mail port", { port: 25 }, "port"],
    ["a path", { host: "p.vendor.net/x" }, "host"],
    ["a colon in HTTP's user name", { username: "a:b" }, "username"],
    ["a line break", { password: "a\r\nX: y" }, "password"],
    ["256 bytes", { password: "好".repeat(86) }, "password"],
    ["a password alone", { username: null }, "username"],
    ["an unknown platform", { platforms: ["monster"] }, "platforms.0"],
    ["an unknown field", { colour: "red" }, "colour"],
  ])("with %s is refused, naming the field", async (_, over, field) => {
    const outside = testApi({ config: { ...api.services.config, ENVIRONMENT: "production" } });
    const answer = await outside.call<Problems>("POST", "/proxies", { json: { ...good, ...over } });
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
  });

  test("inside the network is for developers only", async () => {
    const outside = testApi({ config: { ...api.services.config, ENVIRONMENT: "production" } });
    for (const host of ["127.0.0.1", "0x7f.1", "10.1.2.3", "[::1]", "169.254.169.254", "metadata"]) {
      const json = { ...good, host };
      expect(await outside.call<Problems>("POST", "/proxies", { json })).toMatchObject({
        status: 422,
        data: { problems: [{ field: "host" }] },
      });
    }
    // What was stored on a laptop is not called from production.
    const { id } = await add({ host: "127.0.0.1" });
    let called = false;
    const guarded = testApi({
      config: { ...api.services.config, ENVIRONMENT: "production" },
      probes: {
        ...api.services.probes,
        proxy: async () => {
          called = true;
          throw new Error("called");
        },
      },
    });
    expect((await guarded.call("POST", `/proxies/${id}/test`)).data).toMatchObject({
      ok: false,
      step: "connect",
    });
    expect(called).toBe(false);
  });
});

test("a list goes page by page, and a cursor of another list is refused", async () => {
  for (const n of [1, 2, 3]) await add({ port: 8080 + n });
  const first = (await call<{ items: Proxy[]; next_cursor: string }>("GET", "/proxies?limit=2")).data;
  expect(first.items.map(({ port }) => port)).toEqual([8083, 8082]);
  const next = (await call<{ items: Proxy[] }>("GET", `/proxies?limit=2&cursor=${first.next_cursor}`)).data;
  expect(next).toMatchObject({ items: [{ port: 8081 }], next_cursor: null });
  expect(await call("GET", `/platform-tokens?cursor=${first.next_cursor}`)).toMatchObject({
    code: "invalid_cursor",
  });
  expect((await call("GET", "/proxies?state=leased")).data).toMatchObject({ items: [] });
});

describe("an import", () => {
  const send = (body: BodyInit, type: string) =>
    call<z.infer<typeof Imported>>("POST", "/proxies/import", { body, headers: { "content-type": type } });

  test("of URLs answers each line", async () => {
    await add();
    const list = [
      "# vendor",
      "socks5://bob:p%40ss@s.vendor.net:1080",
      "",
      `http://alice:${SECRET}@p.vendor.net:8080`,
      "socks5://bob:p%40ss@s.vendor.net:1080",
      `gopher://eve:${SECRET}@x.vendor.net`,
      "http://h.vendor.net:8080",
    ].join("\r\n");
    const { status, data } = await send(list, "text/plain; charset=utf-8");
    expect(status).toBe(200);
    expect(data).toMatchObject({ received: 5, created: 2, exists: 2, rejected: 1 });
    expect(data.items.map(({ line, result }) => [line, result])).toEqual([
      [2, "created"],
      [4, "exists"],
      [5, "exists"],
      [6, "rejected"],
      [7, "created"],
    ]);
    expect(JSON.stringify(data)).not.toContain(SECRET);
    expect(await secretOf(data.items[0]?.id ?? "")).toEqual({ username: "bob", password: "p@ss" });
  });

  test("of CSV takes a header in any order", async () => {
    const csv = [
      "host,port,protocol,password,username,platforms,daily_budget",
      'a.vendor.net,1080,socks5,"p,""w",carol,boss qcwy,100',
      "b.vendor.net,x,http,,,,",
      'c.vendor.net,"80,http,,,,',
    ].join("\n");
    const { data } = await send(csv, "text/csv");
    expect(data).toMatchObject({ received: 3, created: 1, rejected: 2 });
    expect(data.items.slice(1)).toMatchObject([
      { line: 3, reason: expect.stringContaining("port") },
      { line: 4, reason: expect.stringContaining("row") },
    ]);
    const id = data.items[0]?.id ?? "";
    expect(await secretOf(id)).toEqual({ username: "carol", password: 'p,"w' });
    expect((await call("GET", `/proxies/${id}`)).data).toMatchObject({
      platforms: ["boss", "qcwy"],
      daily_budget: 100,
    });
  });

  test("of a CSV as Chinese Excel saves it: GBK, Chinese names, semicolons, empty cells and rows", async () => {
    // 协议;主机;端口;用户名;密码;适用平台;; and Boss直聘、智联 in GBK.
    const header = "d0add2e93bd6f7bbfa3bb6cbbfda3bd3c3bba7c3fb3bc3dcc2eb3bcacad3c3c6bdcca83b3b";
    const platforms = "426f7373d6b1c6b8a1a2d6c7c1aa";
    const ascii = (text: string) => new TextEncoder().encode(text).toHex();
    const row = ascii("SOCKS5;gbk.vendor.net;1080;dora;s3;") + platforms + ascii(";;");
    const file = Uint8Array.fromHex(`${header}${ascii("\r\n")}${row}${ascii("\r\n;;;;;;;\r\n")}`);
    const { status, data } = await send(file, "text/csv");
    expect(status).toBe(200);
    expect(data).toMatchObject({ received: 1, created: 1, rejected: 0 });
    const id = data.items[0]?.id ?? "";
    expect((await call("GET", `/proxies/${id}`)).data).toMatchObject({
      protocol: "socks5",
      port: 1080,
      platforms: ["boss", "zhilian"],
    });
    expect(await secretOf(id)).toEqual({ username: "dora", password: "s3" });
  });

  test("says how a password with # is written", async () => {
    const list = `http://h.vendor.net:8080\nhttp://user:pa#${SECRET}@203.0.113.2:8080`;
    const { data } = await send(list, "text/plain");
    expect(data.items[1]).toMatchObject({
      result: "rejected",
      reason: expect.stringContaining("write # as %23"),
    });
    expect(JSON.stringify(data)).not.toContain(SECRET);
  });

  test("without one good line, of another type, or too long is refused whole", async () => {
    expect(await send("nonsense", "text/plain")).toMatchObject({ status: 422, code: "validation_failed" });
    expect(await send("", "text/plain")).toMatchObject({ status: 422 });
    expect(await send("{}", "application/json")).toMatchObject({ status: 415 });
    expect(await send("http://h.vendor.net\n".repeat(2001), "text/plain")).toMatchObject({ status: 422 });
  });
});

test("a test tells how it went, and counts for the health, not for the budget", async () => {
  const { id } = await add();
  const failing = testApi({
    probes: {
      ...api.services.probes,
      proxy: async () => ({ ok: false, ms: 7, step: "auth", error: "it refuses", outcome: "login-needed" }),
    },
  });
  expect((await failing.call("POST", `/proxies/${id}/test?platform=qcwy`)).data).toMatchObject({
    ok: false,
    platform: "qcwy",
    step: "auth",
    error: "it refuses",
    proxy: {
      state: "quarantined",
      used_today: 0,
      quarantine: { reason: "login-needed" },
      last_error: "it refuses",
    },
  });
});

describe("keys", () => {
  test("absent: what needs one is a 503 that names it, the rest runs", async () => {
    const keyless = testApi({ vault: createVault(undefined) });
    expect(await keyless.call("POST", "/proxies", { json: good })).toMatchObject({
      status: 503,
      message: expect.stringContaining("VAULT_KEYS"),
    });
    const { username: _, password: __, ...open } = good;
    expect((await keyless.call("POST", "/proxies", { json: open })).status).toBe(201);
    expect((await keyless.call("GET", "/proxies")).status).toBe(200);
    expect((await keyless.call("POST", "/vault/rotate")).status).toBe(503);
  });

  test("rotated: every secret opens with the new one alone, also of what is deleted", async () => {
    const ids = [(await add()).id, (await add({ username: "bob" })).id];
    await add({ username: null, password: null });
    await call("DELETE", `/proxies/${ids[1]}`);
    const token = { platform: "boss", kind: "cookie", value: "wt2=abc" };
    expect((await call("POST", "/platform-tokens", { json: token })).status).toBe(201);
    await applyD1Migrations(env.DB, inject("d1Migrations"));
    const target = {
      name: "t",
      dataType: "job",
      url: "https://hooks.warehouse.com/x",
      enabled: true,
    } as const;
    const pushed = await api.services.push.create(target);
    const fresh = `new:${btoa("n".repeat(32))}`;
    const rotating = testApi({ vault: createVault(`${fresh},${api.services.config.VAULT_KEYS}`) });
    const none = { moved: 0, overtaken: 0, unreadable: [] };
    expect((await rotating.call("POST", "/vault/rotate")).data).toEqual({
      key_id: "new",
      kinds: [
        { kind: "proxy", ...none, moved: 2 },
        { kind: "token", ...none, moved: 1 },
        { kind: "push-target", ...none, moved: 1 },
        { kind: "alert-channel", ...none },
        { kind: "webhook-endpoint", ...none },
      ],
    });
    expect((await rotating.call("POST", "/vault/rotate")).data).toMatchObject({ kinds: Array(5).fill(none) });
    const alone = createVault(fresh);
    const { secret } = await api.services.push.get(pushed.target.id);
    expect(await alone.open("push-target", pushed.target.id, secret)).toBe(pushed.secret);
    for (const id of ids) {
      const sealed = (await api.services.pool("proxy").reveal(id))?.sealed ?? "";
      expect(await alone.open("proxy", id, sealed)).toContain(SECRET);
    }
  });
});

test.each([
  "a\r\nb.vendor.net",
  "a\tb.vendor.net",
  "a b.vendor.net",
  "a\\\\b.vendor.net",
  "p.vendor.net\u0000",
])("a host that is no line of text is refused: %j", async (host) => {
  const answer = await call<Problems>("POST", "/proxies", { json: { ...good, host } });
  expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "host" }] } });
});
