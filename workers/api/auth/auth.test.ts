import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

interface SignedIn {
  token: string | null;
  password_change_required: boolean;
  two_factor_required: boolean;
}

const signIn = (account: string, password: string, ip?: string) =>
  api.call<SignedIn>("POST", "/auth/sign-in", { token: null, json: { account, password }, ip });

/** The cookie of an answer, as a browser sends it back. */
const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .filter((pair) => !pair.endsWith("="))
    .join("; ");

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
      .bind(Date.now() + 5000)
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

describe("the second factor", () => {
  /** RFC 6238, SHA-1, 30 s, six digits. @param steps 1: the next code, which is accepted already */
  async function totp(uri: string, steps = 0): Promise<string> {
    const secret = new URL(uri).searchParams.get("secret") ?? "";
    const bits = [...secret].map((c) =>
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"),
    );
    const bytes =
      bits
        .join("")
        .match(/.{8}/g)
        ?.map((byte) => Number.parseInt(byte, 2)) ?? [];
    const counter = new DataView(new ArrayBuffer(8));
    counter.setUint32(4, Math.floor(Date.now() / 30_000) + steps);
    const key = await crypto.subtle.importKey(
      "raw",
      new Uint8Array(bytes),
      { name: "HMAC", hash: "SHA-1" },
      false,
      ["sign"],
    );
    const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
    const offset = mac.getUint8(19) & 15;
    return String((mac.getUint32(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
  }

  test("is asked for once it was confirmed; a backup code works once; it can be ended", async () => {
    await api.addPerson("alice", []);
    const token = await api.tokenOf("alice");
    const wrong = await api.call("POST", "/auth/two-factor", { token, json: { password: "not it, not it" } });
    expect(wrong.status).toBe(422);
    const begun = await api.call<{ uri: string; backup_codes: string[] }>("POST", "/auth/two-factor", {
      token,
      json: { password: PASSWORD },
    });
    expect(begun.data.uri).toMatch(/^otpauth:\/\/totp\/JobData/);
    // Not confirmed yet: a sign-in needs no code.
    expect((await signIn("alice", PASSWORD)).data.two_factor_required).toBe(false);
    expect(
      (await api.call("POST", "/auth/two-factor/confirm", { token, json: { code: "000000" } })).status,
    ).toBe(422);
    const confirmed = await api.call<{ token: string }>("POST", "/auth/two-factor/confirm", {
      token,
      json: { code: await totp(begun.data.uri) },
    });
    expect(confirmed.status).toBe(200);

    const half = await signIn("alice", PASSWORD);
    expect(half.data).toMatchObject({ two_factor_required: true, token: null });
    const cookie = cookieOf(half.headers);
    expect((await api.call("GET", "/auth/me", { token: null, headers: { cookie } })).status).toBe(401);
    const verify = (code: string, headers = { cookie, origin: "https://dashboard.test" }) =>
      api.call<SignedIn>("POST", "/auth/two-factor/verify", { token: null, headers, json: { code } });
    expect(await verify("000000")).toMatchObject({ status: 401, code: "invalid_credentials" });
    const whole = await verify(await totp(begun.data.uri, 1));
    expect(whole.status).toBe(200);
    expect((await api.call("GET", "/auth/me", { token: whole.data.token })).data).toMatchObject({
      user: { two_factor_enabled: true },
    });

    const again = cookieOf((await signIn("alice", PASSWORD)).headers);
    const [backup = ""] = begun.data.backup_codes;
    const headers = { cookie: again, origin: "https://dashboard.test" };
    expect((await verify(backup, headers)).status).toBe(200);
    const third = { ...headers, cookie: cookieOf((await signIn("alice", PASSWORD)).headers) };
    expect((await verify(backup, third)).status).toBe(401);

    const ended = await api.call("POST", "/auth/two-factor/end", {
      token: whole.data.token,
      json: { password: PASSWORD },
    });
    expect(ended.status).toBe(200);
    expect((await signIn("alice", PASSWORD)).data.two_factor_required).toBe(false);
  });

  /** Sets up an authenticator for a new person. @returns their id and session, and what the app was shown */
  async function withTwoFactor(username: string) {
    const { id, token } = await api.signedIn(username, []);
    const { data } = await api.call<{ uri: string; backup_codes: string[] }>("POST", "/auth/two-factor", {
      token,
      json: { password: PASSWORD },
    });
    const code = await totp(data.uri);
    const done = await api.call<{ token: string }>("POST", "/auth/two-factor/confirm", {
      token,
      json: { code },
    });
    expect(done.status).toBe(200);
    return { id, token: done.data.token, code, ...data };
  }
  const half = async (account: string, ip?: string) =>
    cookieOf((await signIn(account, PASSWORD, ip)).headers);
  const enter = (cookie: string, code: string, ip?: string) =>
    api.call<SignedIn>("POST", "/auth/two-factor/verify", {
      token: null,
      headers: { cookie, origin: "https://dashboard.test" },
      json: { code },
      ip,
    });
  const sessionsOf = async (id: string) =>
    (
      await env.DB.prepare("select count(*) as n from sessions where user_id = ?")
        .bind(id)
        .first<{ n: number }>()
    )?.n;

  test("a code is good once: not after it confirmed the app, not in a second sign-in", async () => {
    const { uri, code } = await withTwoFactor("alice");
    expect((await enter(await half("alice"), code)).status).toBe(401);
    const next = await totp(uri, 1);
    expect((await enter(await half("alice"), next)).status).toBe(200);
    expect(await enter(await half("alice"), next)).toMatchObject({
      status: 401,
      code: "invalid_credentials",
    });
  });

  test("a code is good once: of three sign-ins at the same moment one gets in", async () => {
    const { id, uri } = await withTwoFactor("alice");
    const cookies = await Promise.all(["192.0.2.1", "192.0.2.2", "192.0.2.3"].map((ip) => half("alice", ip)));
    const [before, code] = [await sessionsOf(id), await totp(uri, 1)];
    const answers = await Promise.all(cookies.map((cookie, n) => enter(cookie, code, `192.0.2.${n + 1}`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
    // The refused ones left no session behind.
    expect(await sessionsOf(id)).toBe((before ?? 0) + 1);
  });

  test("wrong codes stand in the audit log as that person's, and lock their own network only", async () => {
    const { id, uri } = await withTwoFactor("alice");
    const foreign = "198.51.100.66";
    const found: number[] = [];
    for (let n = 0; n < 12; n++) {
      // The lock is on the code, not on the password.
      const cookie = await half("alice", foreign);
      found.push((await enter(cookie, "000000", foreign)).status);
    }
    expect(found).toEqual([...Array(5).fill(401), ...Array(7).fill(429)]);
    expect((await enter(await half("alice"), await totp(uri, 1))).status).toBe(200);
    const lines = await api.identity.audit.list({ action: "session.refuse" }, 20);
    expect(lines).toHaveLength(12);
    for (const line of lines) {
      expect(line).toMatchObject({ userId: id, actor: "alice", record: `user:${id}`, ip: foreign });
    }
  });

  test("is not guessed with a session: neither route takes any number of codes", async () => {
    const { token, uri } = await withTwoFactor("alice");
    const right = await totp(uri, 1);
    const verify = await api.call("POST", "/auth/two-factor/verify", { token, json: { code: right } });
    expect(verify.status).toBe(401);
    const confirm = (code: string) => api.call("POST", "/auth/two-factor/confirm", { token, json: { code } });
    for (let n = 0; n < 5; n++) expect((await confirm("000000")).status).toBe(422);
    expect((await confirm(right)).status).toBe(429);
  });
});

describe("a new password", () => {
  const link = (token: string, id: string) =>
    env.DB.prepare("insert into verifications values (?, ?, ?, ?, 0, 0)")
      .bind(token, `reset-password:${token}`, id, Date.now() + 60_000)
      .run();
  const useLink = (token: string, new_password = "another long password 7") =>
    api.call("POST", "/auth/password/reset", { token: null, json: { token, new_password } });
  const lockOut = async () => {
    for (let n = 0; n < 5; n++) await signIn("alice", "wrong wrong wrong");
    expect((await signIn("alice", PASSWORD)).status).toBe(429);
  };

  test("by a mailed link lifts the lock, and ends the other links", async () => {
    const id = await api.addPerson("alice", []);
    await link("one", id);
    await link("two", id);
    await lockOut();
    expect((await useLink("one")).status).toBe(200);
    expect((await useLink("two")).status).toBe(422);
    expect((await signIn("alice", "another long password 7")).status).toBe(200);
  });

  test("by a mailed link must not hold the own name, and is in the audit log as that person's", async () => {
    const id = await api.addPerson("alice", []);
    await link("one", id);
    expect(await useLink("one", "this-is-alice-here")).toMatchObject({
      status: 422,
      message: expect.stringContaining("holds the user's own name"),
    });
    expect((await useLink("one")).status).toBe(200);
    const log = await api.call<{ items: object[] }>("GET", "/audit-log?limit=5");
    expect(log.data.items).toContainEqual(
      expect.objectContaining({ action: "password.reset", record: `user:${id}`, actor: "alice" }),
    );
  });

  test("by oneself ends the links mailed before", async () => {
    await link("old", await api.addPerson("alice", []));
    const token = await api.tokenOf("alice");
    const json = { current_password: PASSWORD, new_password: "a third long password 9" };
    expect((await api.call("POST", "/auth/password", { token, json })).status).toBe(200);
    expect((await useLink("old")).status).toBe(422);
  });

  const keyOf = async (token: string, over: object = {}) =>
    (
      await api.call<{ key: string }>("POST", "/api-keys", {
        token,
        json: { name: "mine", scopes: ["read"], expires_at: null, current_password: PASSWORD, ...over },
      })
    ).data.key;
  const works = async (key: string) => (await api.call("GET", "/keywords", { token: key })).status;

  test.each([
    ["by an admin ends the keys", "admin", {}, 401],
    ["by an admin leaves the keys when told so", "admin", { end_api_keys: false }, 200],
    ["by the set-up token ends the keys", "set-up", {}, 401],
    ["by the set-up token leaves the keys when told so", "set-up", { end_api_keys: false }, 200],
    ["by oneself leaves the keys", "self", {}, 200],
    ["by oneself ends the keys when told so", "self", { end_api_keys: true }, 401],
    ["by a mailed link leaves the keys", "mail", {}, 200],
    ["by a mailed link ends the keys when told so", "mail", { end_api_keys: true }, 401],
    ["signing out everywhere leaves the keys", "out", {}, 200],
    ["signing out everywhere ends the keys when told so", "out", { end_api_keys: true }, 401],
  ] as const)("%s", async (_, by, over, status) => {
    const { id, token } = await api.signedIn("alice", ["operator"]);
    const key = by === "set-up" ? api.key : await keyOf(token);
    const bystander = await keyOf((await api.signedIn("bob", ["operator"])).token);
    expect(await works(key)).toBe(200);
    const new_password = "a third long password 9";
    await link("mailed", id);
    const done = {
      admin: () => api.call("POST", `/users/${id}/password`, { json: over }),
      "set-up": () => {
        const json = { setup_token: api.config.SETUP_TOKEN, action: "reset_admin", ...over };
        return api.call("POST", "/setup", { token: null, json });
      },
      self: () => {
        const json = { current_password: PASSWORD, new_password, ...over };
        return api.call("POST", "/auth/password", { token, json });
      },
      mail: () => {
        const json = { token: "mailed", new_password, ...over };
        return api.call("POST", "/auth/password/reset", { token: null, json });
      },
      out: () => api.call("POST", "/auth/sign-out-everywhere", { token, json: over }),
    };
    expect((await done[by]()).status).toBe(200);
    expect(await works(key)).toBe(status);
    expect(await works(bystander)).toBe(200);
  });

  test("tells the audit log how many keys ended, and which nodes need a new one", async () => {
    const { id, token } = await api.signedIn("alice", ["operator"]);
    await keyOf(token);
    await keyOf(token, { node: "ecs-7", scopes: ["ingest:write"] });
    const { data } = await api.call("POST", `/users/${id}/password`, { json: {} });
    expect(data).toMatchObject({ ended_api_keys: 2, nodes_without_key: ["ecs-7"] });
    const [line] = await api.identity.audit.list({ action: "user.password" }, 1);
    expect(JSON.parse(line?.after ?? "")).toMatchObject({ nodes_without_key: ["ecs-7"] });
  });

  test("by an admin lifts the lock", async () => {
    const id = await api.addPerson("alice", []);
    await lockOut();
    const given = await api.call<{ password: string }>("POST", `/users/${id}/password`, { json: {} });
    expect((await signIn("alice", given.data.password)).status).toBe(200);
  });
});

describe("set-up", () => {
  test("makes one admin, once, and needs its token", async () => {
    const post = (json: object) => api.call("POST", "/setup", { token: null, json });
    const setup_token = api.config.SETUP_TOKEN;
    expect(await post({ setup_token, action: "create_admin" })).toMatchObject({
      status: 409,
      code: "conflict",
    });
    expect(await post({ setup_token: "x", action: "reset_admin" })).toMatchObject({
      status: 401,
      code: "invalid_credentials",
    });
    const reset = await api.call<{ password: string }>("POST", "/setup", {
      token: null,
      json: { setup_token, action: "reset_admin" },
    });
    expect((await signIn("admin", api.password)).status).toBe(401);
    expect((await signIn("admin", reset.data.password)).status).toBe(200);
  });
});

test("the caller's own account is told whole, with the department", async () => {
  const department = { id: await api.addDepartment("Research"), name: "Research" };
  for (const [username, departmentId] of [
    ["alice", department.id],
    ["bob", null],
  ] as const) {
    const id = await api.addPerson(username, ["analyst"], { departmentId });
    expect((await api.call("GET", "/auth/me", { token: await api.tokenOf(username) })).data).toMatchObject({
      user: {
        id,
        username,
        name: username,
        email: `${username}@example.com`,
        department: departmentId ? department : null,
      },
      roles: ["analyst"],
      reach: "all",
      menus: [
        "overview",
        "collection",
        "keywords",
        "bulk-actions",
        "schedules",
        "data",
        "jobs",
        "companies",
        "analytics",
        "coverage",
        "exports",
        "subscriptions",
        "governance",
        "quality",
        "matches",
        "company-queue",
        "skills",
      ].map((key) => ({
        key,
      })),
    });
  }
});

describe("a stolen session", () => {
  const attempts = async (token: string, id: string, password: string | undefined) => {
    const given = password === undefined ? {} : { current_password: password };
    const second = password === undefined ? {} : { password };
    return [
      await api.call("PATCH", `/users/${id}`, { token, json: { email: "mine@evil.example.org", ...given } }),
      await api.call("POST", "/api-keys", {
        token,
        json: { name: "mine", scopes: ["read"], expires_at: null, ...given },
      }),
      await api.call("POST", "/auth/password", {
        token,
        json: { new_password: "a third long password 9", ...given },
      }),
      await api.call("POST", "/auth/two-factor", { token, json: second }),
      await api.call("POST", "/auth/two-factor/end", { token, json: second }),
    ];
  };

  test("becomes the account by nothing: address, key, password and second factor need the password again", async () => {
    const { id, token } = await api.signedIn("root", ["superuser"]);
    for (const password of [undefined, "not the password"]) {
      for (const answer of await attempts(token, id, password)) {
        expect(answer).toMatchObject({
          status: 422,
          data: { problems: [{ field: expect.stringMatching(/^(current_)?password$/) }] },
        });
      }
      // Each wrong password counts.
      await env.DB.prepare("delete from sign_in_failures").run();
    }
    const user = await api.identity.users.find(id);
    expect(user).toMatchObject({ email: "root@example.com", twoFactorEnabled: false });
    expect(api.mails).toEqual([]);
    const lines = await api.identity.audit.list({ userId: id }, 20);
    // What was tried with a wrong password is in the audit log.
    expect(lines.filter(({ status }) => status === 422).map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        "user.update",
        "api-key.create",
        "password.change",
        "two-factor.begin",
        "two-factor.end",
      ]),
    );
  });

  test("guesses the password no oftener than a stranger, whatever it uses", async () => {
    const { id, token } = await api.signedIn("root", ["superuser"]);
    const answers = [
      ...(await attempts(token, id, "not the password")),
      ...(await attempts(token, id, PASSWORD)),
    ];
    expect(answers.slice(0, 5).map(({ status }) => status)).toEqual(Array(5).fill(422));
    expect(answers.slice(5).map(({ status }) => status)).toEqual(Array(5).fill(429));
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
