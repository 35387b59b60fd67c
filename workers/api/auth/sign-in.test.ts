import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";
import { cookieOf, signInAt } from "../../../tests/edge/api/sign-in-at.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

const signIn = (account: string, password: string, ip?: string) => signInAt(api, account, password, ip);

describe("signing in", () => {
  test("by user name or e-mail address, in any letter case; the cookie is HttpOnly and SameSite", async () => {
    await api.addPerson("alice", ["operator"]);
    for (const account of ["alice", "ALICE", "alice@example.com", " Alice@Example.com "]) {
      const answer = await signIn(account, PASSWORD);
      expect(answer.status).toBe(200);
      const cookie = answer.headers.getSetCookie().find((line) => line.startsWith("jobdata.session_token="));
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=Strict/i);
      expect(cookie).toMatch(/Max-Age=604800/i);
      const me = await api.call<{ user: { username: string } }>("GET", "/auth/me", {
        token: null,
        headers: { cookie: cookieOf(answer.headers) },
      });
      expect(me).toMatchObject({ status: 200, data: { user: { username: "alice" }, kind: "person" } });
    }
  });

  test("lasts seven days and is not prolonged by use", async () => {
    await api.addPerson("alice", []);
    const token = await api.tokenOf("alice");
    const { results } = await env.DB.prepare("select expires_at, created_at from sessions").all<{
      expires_at: number;
      created_at: number;
    }>();
    expect(results[0]?.expires_at).toBeCloseTo((results[0]?.created_at ?? 0) + 7 * 86_400_000, -4);
    await env.DB.prepare("update sessions set expires_at = ?")
      .bind(Date.now() + 50_000)
      .run();
    api.identity.forgetPrincipals();
    expect((await api.call("GET", "/auth/me", { token })).status).toBe(200);
    const after = await env.DB.prepare("select expires_at from sessions").first<{ expires_at: number }>();
    expect(after?.expires_at).toBeLessThan(Date.now() + 60_000);
    await env.DB.prepare("update sessions set expires_at = ?")
      .bind(Date.now() - 1000)
      .run();
    api.identity.forgetPrincipals();
    expect((await api.call("GET", "/auth/me", { token })).status).toBe(401);
  });

  test("a wrong password, an unknown, a disabled and a deleted account get the same answer", async () => {
    await api.addPerson("alice", []);
    const disabled = await api.addPerson("bob", []);
    const deleted = await api.addPerson("carol", []);
    await env.DB.prepare("update users set disabled = 1 where id = ?").bind(disabled).run();
    await env.DB.prepare("update users set deleted_at = 1 where id = ?").bind(deleted).run();
    const answers = [
      await signIn("alice", "a wrong password"),
      await signIn("nobody", PASSWORD),
      await signIn("bob", PASSWORD),
      await signIn("carol", PASSWORD),
    ];
    for (const { status, code, message, data } of answers) {
      expect({ status, code, message, data }).toEqual({
        status: 401,
        code: "invalid_credentials",
        message: "user name or password is wrong",
        data: null,
      });
    }
    expect((await env.DB.prepare("select count(*) as n from sessions").first<{ n: number }>())?.n).toBe(0);
  });

  test("the first admin must change the password before anything else", async () => {
    const first = await signIn("admin", api.password);
    expect(first.data.password_change_required).toBe(true);
    const token = first.data.token;
    const refused = await api.call("GET", "/keywords", { token });
    expect(refused).toMatchObject({ status: 403, code: "password_change_required" });
    expect((await api.call("GET", "/auth/me", { token })).status).toBe(200);
    const json = { current_password: api.password, new_password: "another long password 7" };
    const changed = await api.call<{ token: string }>("POST", "/auth/password", { token, json });
    expect(changed.status).toBe(200);
    expect((await api.call("GET", "/keywords", { token: changed.data.token })).status).toBe(200);
    // The session before it is over.
    expect((await api.call("GET", "/keywords", { token })).status).toBe(401);
    expect((await signIn("admin", api.password)).status).toBe(401);
    expect((await signIn("admin", "another long password 7")).data.password_change_required).toBe(false);
  });

  test.each([
    ["short", "eleven char", "needs at least 12 characters"],
    ["long", "0123456789abc".repeat(10), "has more than 128 characters"],
    ["of few characters", "abababababababab", "repeats a few characters"],
    ["with the own name", "this-is-alice-here", "holds the user's own name"],
  ])("a new password that is %s is refused by field", async (_, next, reason) => {
    await api.addPerson("alice", []);
    const answer = await api.call<{ problems: unknown[] }>("POST", "/auth/password", {
      token: await api.tokenOf("alice"),
      json: { current_password: PASSWORD, new_password: next },
    });
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "new_password", reason }] } });
  });

  test("signing out ends this session, everywhere all of them", async () => {
    await api.addPerson("alice", []);
    const [one, two, three] = [
      await api.tokenOf("alice"),
      await api.tokenOf("alice"),
      await api.tokenOf("alice"),
    ];
    expect((await api.call("POST", "/auth/sign-out", { token: one })).status).toBe(200);
    expect((await api.call("GET", "/auth/me", { token: one })).status).toBe(401);
    expect((await api.call("GET", "/auth/me", { token: two })).status).toBe(200);
    const all = await api.call("POST", "/auth/sign-out-everywhere", { token: two });
    expect(all.data).toEqual({ sessions: 2, ended_api_keys: 0, nodes_without_key: [] });
    for (const token of [two, three]) expect((await api.call("GET", "/auth/me", { token })).status).toBe(401);
  });

  test("a forged or cut cookie or token is worth nothing", async () => {
    await api.addPerson("alice", []);
    const token = await api.tokenOf("alice");
    const [value = "", signature = ""] = token.split(".");
    for (const forged of [
      value,
      `${value}.`,
      `${value}.${signature.slice(0, -2)}`,
      `${value}.${btoa("forged")}`,
      `${value}x.${signature}`,
      token.toUpperCase(),
    ]) {
      expect((await api.call("GET", "/auth/me", { token: forged })).status).toBe(401);
      const cookie = `jobdata.session_token=${encodeURIComponent(forged)}`;
      expect((await api.call("GET", "/auth/me", { token: null, headers: { cookie } })).status).toBe(401);
    }
  });
});

describe("another site's page", () => {
  const post = (headers: Record<string, string>) =>
    api.call("POST", "/auth/sign-out", { token: null, headers });

  test("can't write with the browser's cookie", async () => {
    await api.addPerson("alice", []);
    const cookie = cookieOf((await signIn("alice", PASSWORD)).headers);
    for (const origin of [
      "https://evil.test",
      "null",
      "https://dashboard.test.evil.test",
      "http://dashboard.test",
    ]) {
      expect(await post({ cookie, origin })).toMatchObject({ status: 403, code: "forbidden" });
    }
    expect((await post({ cookie })).status).toBe(403);
    expect((await post({ cookie, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await post({ cookie, origin: "https://dashboard.test" })).status).toBe(200);
  });

  test("can't sign its own user in", async () => {
    const answer = await api.call("POST", "/auth/sign-in", {
      token: null,
      headers: { origin: "https://evil.test" },
      json: { account: "admin", password: api.password },
    });
    expect(answer.status).toBe(403);
  });
});

test("every sign-in, refused or not, stands in the audit log, without a password", async () => {
  await api.addPerson("alice", []);
  await signIn("alice", "not the password");
  await signIn("alice", PASSWORD);
  const lines = await api.identity.audit.list({}, 10);
  expect(lines.slice(0, 2)).toMatchObject([
    { action: "session.create", actor: "alice", status: 200, ip: "192.0.2.1" },
    { action: "session.refuse", actor: "alice", status: 401 },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/not the password|correct horse/);
});

test("the audit log can't be changed, and is kept, whoever speaks to the database", async () => {
  await signIn("nobody", "not the password");
  await expect(env.DB.prepare("update audit_log set actor = 'x'").run()).rejects.toThrow(
    "can not be changed",
  );
  await expect(env.DB.prepare("delete from audit_log").run()).rejects.toThrow("kept 180 days");
});
