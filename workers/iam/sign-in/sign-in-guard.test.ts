import { afterEach, beforeEach, expect, test } from "vitest";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
  await api.addPerson("alice", []);
});
afterEach(reset);

const signIn = (password: string, { account = "alice", ip = "192.0.2.1" } = {}) =>
  api.call("POST", "/auth/sign-in", { token: null, json: { account, password }, ip });

test("an account is locked after five wrong tries, longer with each; the right password waits too", async () => {
  for (let n = 0; n < 5; n++) expect((await signIn("wrong wrong wrong")).status).toBe(401);
  const locked = await signIn(PASSWORD);
  expect(locked).toMatchObject({ status: 429, code: "too_many_requests" });
  expect(Number(locked.headers.get("retry-after"))).toBe(30);
  // The account is locked, so another address is rejected too.
  expect((await signIn(PASSWORD, { ip: "198.51.100.9" })).status).toBe(429);
  api.pass(30_001);
  expect((await signIn("wrong wrong wrong")).status).toBe(401);
  expect(Number((await signIn(PASSWORD)).headers.get("retry-after"))).toBe(60);
  api.pass(60_001);
  expect((await signIn(PASSWORD)).status).toBe(200);
  // A successful sign-in resets the count.
  for (let n = 0; n < 4; n++) expect((await signIn("wrong wrong wrong")).status).toBe(401);
  expect((await signIn(PASSWORD)).status).toBe(200);
});

test("user name and e-mail address are one account: together they have five tries", async () => {
  for (const account of ["alice", "alice@example.com", "ALICE", " Alice@Example.com ", "alice"]) {
    expect((await signIn("wrong wrong wrong", { account })).status).toBe(401);
  }
  for (const account of ["alice", "alice@example.com"]) {
    expect((await signIn(PASSWORD, { account, ip: "198.51.100.9" })).status).toBe(429);
  }
});

test("an unknown account is locked like a known one", async () => {
  for (let n = 0; n < 5; n++) await signIn("wrong wrong wrong", { account: "nobody" });
  expect((await signIn("wrong wrong wrong", { account: "nobody" })).status).toBe(429);
});

test("an address that tries many accounts is locked", async () => {
  for (let n = 0; n < 30; n++) await signIn("wrong wrong wrong", { account: `user-${n}` });
  expect((await signIn(PASSWORD)).status).toBe(429);
  expect((await signIn(PASSWORD, { ip: "198.51.100.9" })).status).toBe(200);
});

test("the addresses of one IPv6 host are one address", async () => {
  for (let n = 0; n < 30; n++) {
    await signIn("wrong wrong wrong", { account: `user-${n}`, ip: `2001:db8:1:2:${n}::1` });
  }
  expect((await signIn(PASSWORD, { ip: "2001:db8:1:2:ffff::1" })).status).toBe(429);
  expect((await signIn(PASSWORD, { ip: "2001:db8:1:3::1" })).status).toBe(200);
});

test("a locked address locks nobody's account", async () => {
  for (let n = 0; n < 30; n++) await signIn("wrong wrong wrong", { account: `user-${n}` });
  for (let n = 0; n < 20; n++) await signIn("wrong wrong wrong");
  expect((await signIn(PASSWORD, { ip: "198.51.100.9" })).status).toBe(200);
});

test("a thousand wrong passwords at once: a handful is looked at", async () => {
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, n) => signIn(`wrong password ${n}`, { ip: `192.0.2.${n % 250}` })),
  );
  const looked = answers.filter(({ status }) => status === 401).length;
  expect(looked).toBe(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(995);
  expect((await signIn(PASSWORD)).status).toBe(429);
}, 60_000);
