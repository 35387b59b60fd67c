import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "../../../shared/config.ts";
import type { IngestLedgerApi } from "../../../shared/contracts/ingest-ledger.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import { LedgerFixture, LIMITS, newBatch } from "../../../tests/edge/ingest-ledger/ledger-fixture.ts";
import { createPushAdmin, openTarget } from "../../push/admin.ts";
import { pushTargetOf } from "../../push/target-cache.ts";
import { createTargetStore } from "../../push/target-store.ts";
import { createVault } from "../../vault/vault.ts";

interface Target {
  id: string;
  waiting: number;
  failed: number;
  deleted_at: number | null;
}
interface Made {
  target: Target;
  secret: string;
}

const vault = createVault(readConfig(env).VAULT_KEYS);
const good = { name: "Warehouse", data_type: "job", url: "https://hooks.warehouse.com/in" };
const posts: { url: string; secret: string; body: string }[] = [];
let api: IdentityApi;
let ledger: LedgerFixture;

beforeEach(async () => {
  posts.length = 0;
  ledger = await LedgerFixture.open();
  api = await identityApi({
    push: createPushAdmin({
      targets: createTargetStore(drizzle(env.DB)),
      vault,
      ledger: ledger.stub as unknown as IngestLedgerApi,
      sender: {
        post: async (target, body) => {
          posts.push({ url: target.url, secret: target.secret, body });
          return { end: { done: false, kind: "target", error: "answered 500" }, status: 500, tookMs: 7 };
        },
      },
      clock: { now: () => Date.now() },
    }),
  });
});
afterEach(() => reset());

const create = (over = {}) => api.call<Made>("POST", "/push-targets", { json: { ...good, ...over } });

async function store(id: string, pushTo: string) {
  await ledger.stub.register(newBatch(id));
  const { group } = await ledger.stub.takeGroup("test", LIMITS);
  const counts = [{ inserted: 20, changed: 0, duplicates: 0, verdicts: "20n" }];
  await ledger.stub.confirm(group?.group_id ?? "", group?.fence ?? 0, counts, pushTo);
}

test("a target is made with a secret that is shown once, sealed, and in no log", async () => {
  const { status, data } = await create();
  expect(status).toBe(201);
  expect(data.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect(
    (await openTarget(createTargetStore(drizzle(env.DB)), vault, data.target.id, Date.now()))?.secret,
  ).toBe(data.secret);
  const shown = await Promise.all([
    api.call("GET", "/push-targets"),
    api.call("GET", `/push-targets/${data.target.id}`),
    env.DB.prepare("select * from push_targets").all(),
    env.DB.prepare("select * from audit_log where action = 'push-target.create'").all(),
  ]);
  expect((shown[3] as D1Result).results).toHaveLength(1);
  expect(JSON.stringify(shown)).not.toContain(data.secret);
});

test.each([
  ["http://10.0.0.1/", "url"],
  ["http://169.254.169.254/latest", "url"],
  ["ftp://hooks.warehouse.com/", "url"],
  ["https://user:pass@hooks.warehouse.com/", "url"],
  ["https://intranet/", "url"],
])("%s is refused", async (url, field) => {
  const answer = await create({ url });
  expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
});

test("a data type has one enabled target, a name is used once", async () => {
  const first = (await create()).data.target.id;
  expect(await create({ name: "Other" })).toMatchObject({
    status: 409,
    data: { problems: [{ field: "data_type" }] },
  });
  expect(await create({ data_type: "company" })).toMatchObject({
    status: 409,
    data: { problems: [{ field: "name" }] },
  });
  const other = (await create({ name: "Other", enabled: false })).data.target.id;
  const enable = () => api.call("PATCH", `/push-targets/${other}`, { json: { enabled: true } });
  expect((await enable()).status).toBe(409);
  expect(await pushTargetOf(createTargetStore(drizzle(env.DB)), "job")).toBe(first);
  await api.call("PATCH", `/push-targets/${first}`, { json: { enabled: false } });
  expect(await pushTargetOf(createTargetStore(drizzle(env.DB)), "job")).toBeNull();
  expect((await enable()).status).toBe(200);
  expect(await pushTargetOf(createTargetStore(drizzle(env.DB)), "job")).toBe(other);
});

test("a ping tells what came back, signed with the secret that holds now", async () => {
  const { target, secret } = (await create()).data;
  const ping = () => api.call("POST", `/push-targets/${target.id}/test`);
  expect(await ping()).toMatchObject({
    status: 200,
    data: { delivered: false, status: 500, took_ms: 7, error: "answered 500" },
  });
  const rotated = (await api.call<Made>("POST", `/push-targets/${target.id}/secret`)).data.secret;
  await ping();
  const overlapping = await api.call<Made>("POST", `/push-targets/${target.id}/secret`, {
    json: { overlap_hours: 2 },
  });
  await ping();
  expect(posts.map((post) => post.secret)).toEqual([
    secret,
    rotated,
    `${overlapping.data.secret} ${rotated}`,
  ]);
  const opened = (hours: number) =>
    openTarget(createTargetStore(drizzle(env.DB)), vault, target.id, Date.now() + hours * 3_600_000);
  expect((await opened(1))?.secret).toBe(`${overlapping.data.secret} ${rotated}`);
  expect((await opened(3))?.secret).toBe(overlapping.data.secret);
  expect(JSON.parse(posts[0]?.body ?? "")).toMatchObject({ ping: true, target_id: target.id });
});

test("who may not see recruiters' names may not send them elsewhere", async () => {
  await api.addRole("pusher", [
    "GET /push-targets",
    "POST /push-targets",
    "PATCH /push-targets/{id}",
    "POST /push-targets/{id}/secret",
    "POST /push-targets/{id}/restore",
  ]);
  const { token } = await api.signedIn("pusher", ["pusher"]);
  const { id } = (await create()).data.target;
  expect((await api.call("POST", "/push-targets", { json: good, token })).status).toBe(403);
  expect((await api.call("PATCH", `/push-targets/${id}`, { json: { name: "x" }, token })).status).toBe(403);
  expect((await api.call("POST", `/push-targets/${id}/secret`, { token })).status).toBe(403);
  expect((await api.call("GET", "/push-targets", { token })).status).toBe(200);
});

test("what waits is counted; a deleted target's batches become failures, to replay or discard", async () => {
  const { id } = (await create()).data.target;
  for (const batch of ["a", "b", "c"]) await store(batch, id);
  expect((await api.call("GET", `/push-targets/${id}`)).data).toMatchObject({ waiting: 3, failed: 0 });
  expect((await api.call("GET", "/ingest")).data).toMatchObject({ waiting_pushes: 3 });
  expect((await api.call("DELETE", `/push-targets/${id}`)).data).toMatchObject({
    target: { waiting: 0, failed: 3 },
    restore: { path: `/api/v1/push-targets/${id}/restore` },
  });
  const failures = `/push-targets/${id}/failures`;
  expect((await api.call("POST", `${failures}/a/replay`)).status).toBe(409);
  expect((await api.call("POST", `/push-targets/${id}/restore`)).data).toMatchObject({ failed: 3 });
  const page = await api.call<{ items: { id: string }[]; next_cursor: string }>("GET", `${failures}?limit=2`);
  expect(page.data.items).toMatchObject([
    { id: "c", error: "the target is deleted", received: 20 },
    { id: "b" },
  ]);
  expect((await api.call("GET", `${failures}?cursor=${page.data.next_cursor}`)).data).toMatchObject({
    items: [{ id: "a" }],
    next_cursor: null,
  });
  expect((await api.call("DELETE", `${failures}/c`)).status).toBe(200);
  expect((await api.call("DELETE", `${failures}/c`)).status).toBe(404);
  expect((await api.call("POST", `${failures}/a/replay`)).status).toBe(200);
  expect((await api.call("POST", `${failures}/replay`)).data).toEqual({ replayed: 1, more: false });
  expect((await api.call("GET", `/push-targets/${id}`)).data).toMatchObject({ waiting: 2, failed: 0 });
  expect(await ledger.stub.leaseDeliveries(id, 10)).toHaveLength(2);
});

test("path and query of the URL are hidden like a secret, in answers and in the audit log", async () => {
  const url = "https://hooks.warehouse.com/services/T0SECRET?key=SECRETKEY";
  const { data } = await create({ url });
  const { id } = data.target;
  const shown = "https://hooks.warehouse.com/***";
  expect(data.target).toMatchObject({ url: shown });
  // A form that sends back what it was shown keeps the URL.
  await api.call("PATCH", `/push-targets/${id}`, { json: { url: shown, name: "Renamed" } });
  await api.call("POST", `/push-targets/${id}/test`);
  expect(posts.map((post) => post.url)).toEqual([url]);
  const told = await Promise.all([
    api.call("GET", "/push-targets"),
    api.call("GET", `/push-targets/${id}`),
    api.call("GET", "/audit-log"),
    env.DB.prepare("select * from audit_log").all(),
  ]);
  expect(JSON.stringify([data, told])).not.toMatch(/T0SECRET|SECRETKEY/);
});

test("a line of the audit log from before hides the URL too, and can't be searched for it", async () => {
  const line = { userId: null, actor: "a", ip: "i", userAgent: "u", method: "POST", route: "r", path: "p" };
  await api.identity.audit.add({
    ...line,
    at: 1,
    status: 201,
    requestId: "r",
    action: "push-target.create",
    record: "push-target:x",
    before: null,
    after: { name: "Old", url: "https://hooks.warehouse.com/OLDSECRET" },
  });
  const found = async (query: string) =>
    (await api.call<{ items: { after: unknown }[] }>("GET", `/audit-log?${query}`)).data.items;
  expect(await found("record=push-target:x")).toMatchObject([
    { after: { name: "Old", url: "https://hooks.warehouse.com/***" } },
  ]);
  expect(await found("text=OLDSECRET")).toEqual([]);
});
