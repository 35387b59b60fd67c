import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SCOPES } from "../../../shared/contracts/access.ts";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  user: { id: string; username: string };
  last_used_at: number | null;
  revoked_at: number | null;
}

const make = (token: string | undefined, json: object) =>
  api.call<{ api_key: ApiKey; key: string }>("POST", "/api-keys", {
    token,
    json: { name: "mine", scopes: ["read"], expires_at: null, current_password: PASSWORD, ...json },
  });
const list = async (token?: string, query = "") =>
  (await api.call<{ items: ApiKey[]; next_cursor: string | null }>("GET", `/api-keys${query}`, { token }))
    .data;

test("a key is shown once, works within its scopes, and is revoked for good", async () => {
  const { id, token } = await api.signedIn("omar", ["operator"]);
  const made = await make(token, { scopes: ["read", "read"] });
  expect(made).toMatchObject({
    status: 201,
    data: {
      key: expect.stringMatching(/^jd_[\w-]{43}$/),
      api_key: {
        name: "mine",
        node: null,
        prefix: made.data.key.slice(0, 8),
        scopes: ["read"],
        user: { id, username: "omar" },
        expires_at: null,
        revoked_at: null,
      },
    },
  });
  const { key, api_key } = made.data;
  const listed = await list(token);
  expect(listed.items.map((item) => item.id)).toEqual([api_key.id]);
  expect(JSON.stringify(listed)).not.toContain(key);
  expect((await api.call("GET", "/keywords", { token: key })).status).toBe(200);
  expect(await api.call("POST", "/platforms/boss/dispatch", { token: key })).toMatchObject({
    status: 403,
    message: expect.stringContaining("platforms:write"),
  });
  const revoked = await api.call<ApiKey>("DELETE", `/api-keys/${api_key.id}`, { token });
  expect(revoked.data.revoked_at).toEqual(expect.any(Number));
  expect(await api.call("GET", "/keywords", { token: key })).toMatchObject({
    status: 401,
    message: "the API key was revoked",
  });
  api.pass(1000);
  const again = await api.call<ApiKey>("DELETE", `/api-keys/${api_key.id}`, { token });
  expect(again.data.revoked_at).toBe(revoked.data.revoked_at);
  expect((await list(token)).items).toEqual([]);
  expect((await list(token, "?include_revoked=true")).items).toHaveLength(1);
  const lines = await api.identity.audit.list({ record: `api-key:${api_key.id}` }, 5);
  expect(lines.map(({ action }) => action)).toEqual(["api-key.revoke", "api-key.revoke", "api-key.create"]);
  expect(JSON.stringify(lines)).not.toContain(key);
});

test("a key ends at its time, to the second, though it is trusted for a while", async () => {
  const { token } = await api.signedIn("omar", ["operator"]);
  const { data } = await make(token, { expires_at: api.now() + 2000 });
  expect((await api.call("GET", "/keywords", { token: data.key })).status).toBe(200);
  api.pass(2001);
  expect(await api.call("GET", "/keywords", { token: data.key })).toMatchObject({
    status: 401,
    message: expect.stringContaining("expired on 2"),
  });
});

test("bad input is told by field", async () => {
  const { token } = await api.signedIn("omar", ["operator"]);
  for (const [over, field] of [
    [{ name: "" }, "name"],
    [{ name: "a\r\nb" }, "name"],
    [{ scopes: [] }, "scopes"],
    [{ scopes: ["everything"] }, "scopes.0"],
    [{ node: "a b" }, "node"],
    [{ expires_at: 1 }, "expires_at"],
    [{ expires_at: Number.MAX_SAFE_INTEGER }, "expires_at"],
    [{ expires_at: undefined }, "expires_at"],
    [{ user_id: crypto.randomUUID() }, "user_id"],
    [{ hash: "x" }, "hash"],
  ] as const) {
    expect(await make(token, over)).toMatchObject({ status: 422, data: { problems: [{ field }] } });
  }
});

test("a key has no scope that its maker lacks, and none outlives the key it was made with", async () => {
  const { token } = await api.signedIn("omar", ["operator"]);
  for (const scope of ["users:write", "access:write", "audit:read"]) {
    expect(await make(token, { scopes: ["read", scope] })).toMatchObject({
      status: 403,
      message: `scopes: you do not have ${scope} yourself`,
    });
  }
  const until = api.now() + 60_000;
  const narrow = await make(token, { scopes: ["keys:write"], expires_at: until });
  expect((await make(narrow.data.key, { scopes: ["read"], expires_at: until })).status).toBe(403);
  for (const expires_at of [null, until + 1]) {
    expect(await make(narrow.data.key, { scopes: ["keys:write"], expires_at })).toMatchObject({
      status: 422,
      data: { problems: [{ field: "expires_at" }] },
    });
  }
  expect((await make(narrow.data.key, { scopes: ["keys:write"], expires_at: until })).status).toBe(201);
});

test("a node's key has what the node role has, and only who has that too makes one", async () => {
  const { token } = await api.signedIn("omar", ["operator"]);
  const json = { name: "ecs", node: "ecs-7", scopes: [...SCOPES] };
  expect((await make(token, json)).status).toBe(403);
  const made = await make(undefined, json);
  expect(made).toMatchObject({ status: 201, data: { api_key: { node: "ecs-7" } } });
  expect((await api.call("GET", "/keywords", { token: made.data.key })).status).toBe(403);
  expect((await api.call("GET", "/auth/me", { token: made.data.key })).data).toMatchObject({
    roles: ["node"],
    superuser: false,
    reach: "own",
  });
});

test("a node's key is made only by who may register nodes", async () => {
  await api.addRole("sender", ["POST /api-keys"]);
  const { token } = await api.signedIn("sam", ["sender", "node"]);
  const json = { node: crypto.randomUUID(), scopes: ["ingest:write", "nodes:lease"] };
  expect(await make(token, json)).toMatchObject({
    status: 403,
    message: "node: you may not register crawler nodes (scope nodes:write)",
  });
  const omar = await api.signedIn("omar", ["operator"]);
  const narrow = await make(omar.token, { scopes: ["keys:write", "ingest:write", "nodes:lease"] });
  expect((await make(narrow.data.key, json)).status).toBe(403);
  expect((await make(omar.token, json)).status).toBe(201);
});

test("a key ends with the one that it was made with, however far down; others stay", async () => {
  const { token } = await api.signedIn("omar", ["operator"]);
  const scopes = ["read", "keys:write"];
  const first = await make(token, { scopes });
  const second = await make(first.data.key, { scopes });
  const third = await make(second.data.key, { scopes });
  const beside = await make(token, { scopes });
  expect((await api.call("DELETE", `/api-keys/${first.data.api_key.id}`, { token })).status).toBe(200);
  for (const { data } of [first, second, third]) {
    expect((await api.call("GET", "/keywords", { token: data.key })).status).toBe(401);
  }
  expect((await api.call("GET", "/keywords", { token: beside.data.key })).status).toBe(200);
  const [line] = await api.identity.audit.list({ action: "api-key.revoke" }, 1);
  expect(JSON.parse(line?.after ?? "")).toEqual({ ended_api_keys: 3, nodes_without_key: [] });
});

test("a node's key works as long as its owner may run nodes, and says why it does not", async () => {
  const { id, token } = await api.signedIn("omar", ["operator"]);
  const roleId = async (name: string) =>
    (
      await env.DB.prepare("select id from roles where name = ? and deleted_at is null")
        .bind(name)
        .first<{ id: string }>()
    )?.id;
  const { data } = await make(token, { node: "ecs-7", scopes: ["ingest:write", "nodes:lease"] });
  const call = () => api.call<{ node: string }>("GET", "/auth/me", { token: data.key });
  const give = async (...roles: string[]) => {
    const role_ids = await Promise.all(roles.map(roleId));
    expect((await api.call("PATCH", `/users/${id}`, { json: { role_ids } })).status).toBe(200);
  };
  expect(await call()).toMatchObject({ status: 200, data: { node: "ecs-7" } });
  const whatANodeDoes = ["POST /nodes/{id}/heartbeat", "POST /nodes/{id}/lease"];
  await api.addRole("almost", [...whatANodeDoes, "POST /nodes"]);
  for (const roles of [["analyst"], [], ["node"], ["almost"]]) {
    await give(...roles);
    expect(await call()).toMatchObject({
      status: 401,
      message: expect.stringContaining("the owner of this node's key may no longer run crawler nodes"),
    });
    await give("operator");
    expect((await call()).status).toBe(200);
  }
  await give("superuser");
  expect((await call()).status).toBe(200);
  await api.call("PATCH", `/users/${id}`, { json: { disabled: true } });
  expect(await call()).toMatchObject({
    status: 401,
    message: "the owner of the API key is disabled or deleted",
  });
});

test("others' keys are known to who may read users, within reach, and revoked by who may no less", async () => {
  const [here, there] = [await api.addDepartment("Here"), await api.addDepartment("There")];
  const keys = ["GET /api-keys", "POST /api-keys", "DELETE /api-keys/{id}"];
  await api.addRole("keys", keys, { reach: "department" });
  await api.addRole("lead", [...keys, "GET /users"], { reach: "department" });
  await api.addRole("strong", [...keys, "GET /jobs"], { reach: "department" });
  const [peer, strong, far, lead] = [
    await api.signedIn("peer", ["keys"], { departmentId: here }),
    await api.signedIn("strong", ["strong"], { departmentId: here }),
    await api.signedIn("far", ["keys"], { departmentId: there }),
    await api.signedIn("lead", ["lead"], { departmentId: here }),
  ];
  const ids = await Promise.all(
    [peer, strong, far].map(async ({ token }) => {
      const { data } = await make(token, { scopes: ["keys:write"] });
      return data.api_key.id;
    }),
  );
  const seen = async (token: string) => (await list(token)).items.map(({ user }) => user.username).toSorted();
  expect(await seen(lead.token)).toEqual(["peer", "strong"]);
  expect(await seen(peer.token)).toEqual(["peer"]);
  expect(await list(undefined, "?limit=2")).toMatchObject({ next_cursor: expect.any(String) });
  const revoke = async (token: string, at: number) =>
    (await api.call("DELETE", `/api-keys/${ids[at]}`, { token })).status;
  expect(await revoke(peer.token, 1)).toBe(404);
  expect(await revoke(lead.token, 2)).toBe(404);
  expect(await revoke(lead.token, 1)).toBe(403);
  expect(await revoke(lead.token, 0)).toBe(200);
  // Paged without a gap.
  const first = await list(undefined, "?limit=2&include_revoked=true");
  const second = await list(undefined, `?limit=2&include_revoked=true&cursor=${first.next_cursor}`);
  const paged = [...first.items, ...second.items].map(({ id }) => id);
  expect(new Set(paged).size).toBe(4);
  expect(paged).toEqual(expect.arrayContaining(ids));
});
