/** The second factor, from its set-up to its end. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";
import { cookieOf, type SignedIn, signInAt } from "../../../tests/edge/api/sign-in-at.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

const signIn = (account: string, password: string, ip?: string) => signInAt(api, account, password, ip);

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
