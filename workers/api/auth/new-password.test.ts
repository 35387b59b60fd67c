/** A new password, whoever sets it, and what it ends: locks, links, sessions, keys. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";
import { signInAt } from "../../../tests/edge/api/sign-in-at.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

const signIn = (account: string, password: string, ip?: string) => signInAt(api, account, password, ip);

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
