/** A change made in another isolate takes effect within five seconds: there the cache is not told. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";
import { PrincipalCache } from "./principal-cache.ts";

/** As docs/operate.md promises. */
const PROMISED_MS = 5000;

let api: IdentityApi;
let alice: { id: string; token: string };
let key = "";

beforeEach(async () => {
  api = await identityApi();
  alice = await api.signedIn("alice", ["operator"]);
  const made = await api.call<{ key: string }>("POST", "/api-keys", {
    token: alice.token,
    json: { name: "mine", scopes: ["read"], expires_at: null, current_password: PASSWORD },
  });
  key = made.data.key;
});
afterEach(reset);

const statusOf = async (token: string) => (await api.call("GET", "/keywords", { token })).status;

/** Writes to D1 as another isolate does. */
const elsewhere = (sql: string, ...values: unknown[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .run();

test.each([
  ["a revoked key", "update api_keys set revoked_at = 1", () => [key], 401],
  ["a shortened key", "update api_keys set expires_at = 1", () => [key], 401],
  ["an ended session", "delete from sessions", () => [alice.token], 401],
  [
    "a disabled user",
    "update users set disabled = 1 where username = 'alice'",
    () => [key, alice.token],
    401,
  ],
  [
    "a deleted user",
    "update users set deleted_at = 1 where username = 'alice'",
    () => [key, alice.token],
    401,
  ],
  [
    "a lost role",
    "delete from user_roles where user_id in (select id from users where username = 'alice')",
    () => [key, alice.token],
    403,
  ],
  [
    "a lost permission",
    "delete from role_permissions where permission_id in (select id from permissions where path = '/api/v1/keywords')",
    () => [key, alice.token],
    403,
  ],
  ["narrowed scopes", "update api_keys set scopes = '[\"keys:write\"]'", () => [key], 403],
] as const)(
  "%s is out five seconds later, however often it was used meanwhile",
  async (_, sql, credentials, status) => {
    for (const credential of credentials()) expect(await statusOf(credential)).toBe(200);
    await elsewhere(sql);
    // Use must not prolong the trust.
    for (let step = 0; step < 5; step++) {
      api.pass(PROMISED_MS / 5);
      for (const credential of credentials()) await statusOf(credential);
    }
    for (const credential of credentials()) expect(await statusOf(credential)).toBe(status);
  },
);

test("the isolate that makes the change knows it at once", async () => {
  expect(await statusOf(key)).toBe(200);
  const { data } = await api.call<{ items: { id: string }[] }>("GET", "/api-keys", { token: alice.token });
  await api.call("DELETE", `/api-keys/${data.items[0]?.id}`, { token: alice.token });
  expect(await statusOf(key)).toBe(401);
});

test("a principal that was read before a change is not kept after it", async () => {
  // The cache is cleared while the key is being looked up.
  const { promise, resolve } = Promise.withResolvers<void>();
  const cache = new PrincipalCache();
  const principal = { userId: alice.id } as never;
  const loading = cache.load("c", 0, async () => {
    await promise;
    return { principal, expiresAt: null };
  });
  cache.clear();
  resolve();
  await loading;
  expect(cache.get("c", 0)).toBeNull();
});
