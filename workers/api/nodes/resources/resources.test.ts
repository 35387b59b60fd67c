/** What a node gets of proxies and tokens, over the real objects. */
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import type { HeldItemsAnswer, ResourceLeaseAnswer } from "../../../../shared/contracts/resources.ts";
import { SUPERUSER } from "../../../../tests/edge/api/memory-identity.ts";
import { type Problems, testApi } from "../../../../tests/edge/api/test-api.ts";
import { createVault } from "../../../vault/vault.ts";

const NODE = "f6a7b8c9-d0e1-4f2a-8b3c-4d5e6f7a8b99";
const OTHER = "f6a7b8c9-d0e1-4f2a-8b3c-4d5e6f7a8b00";
const PASSWORD = "s3cret-pass";
const people = testApi();
const node = testApi({}, { principal: { ...SUPERUSER, node: NODE } as typeof SUPERUSER });
const path = (verb: string, id = NODE) => `/nodes/${id}/resources/${verb}`;
afterEach(reset);

const addProxy = async (over: object = {}) => {
  const json = {
    protocol: "socks5",
    host: "p.vendor.net",
    port: 1080,
    username: "alice",
    password: PASSWORD,
  };
  const made = await people.call<{ id: string }>("POST", "/proxies", { json: { ...json, ...over } });
  expect(made.status).toBe(201);
  return made.data.id;
};
const lease = async (json: object = { kind: "proxy", platform: "boss" }) =>
  (await node.call<ResourceLeaseAnswer>("POST", path("lease"), { json })).data;

test("a proxy is lent with its credentials, to one node, and is given back", async () => {
  const id = await addProxy();
  const { resource } = await lease();
  expect(resource).toMatchObject({
    kind: "proxy",
    id,
    fence: 1,
    protocol: "socks5",
    host: "p.vendor.net",
    port: 1080,
    username: "alice",
    password: PASSWORD,
    budget_left: null,
  });
  expect(await lease()).toMatchObject({ resource: null, reason: "leased" });
  const items = [{ id, kind: "proxy", fence: 1 }];
  expect((await people.call("GET", `/proxies/${id}`)).data).toMatchObject({
    state: "leased",
    lease: { node: NODE, fence: 1 },
  });
  expect((await node.call<HeldItemsAnswer>("POST", path("release"), { json: { items } })).data).toMatchObject(
    {
      items: [{ id, state: "ended" }],
    },
  );
  expect((await lease()).resource).toMatchObject({ id, fence: 2 });
  // Neither of it is told to the audit log, nor is the secret anywhere.
  expect(node.auditLines).toEqual([]);
  expect(JSON.stringify([people.auditLines, people.lines, node.lines])).not.toContain(PASSWORD);
});

test("a token is lent with its value", async () => {
  for (const json of [
    { platform: "boss", kind: "cookie", value: "wt2=abcdef; zp=1234" },
    { platform: "qcwy", kind: "header", header_name: "X-Token", value: "t0ken" },
  ])
    expect((await people.call("POST", "/platform-tokens", { json })).status).toBe(201);
  expect((await lease({ kind: "token", platform: "boss" })).resource).toMatchObject({
    sent_as: "cookie",
    header_name: "cookie",
    value: "wt2=abcdef; zp=1234",
  });
  expect((await lease({ kind: "token", platform: "qcwy" })).resource).toMatchObject({
    sent_as: "header",
    header_name: "x-token",
    value: "t0ken",
  });
  expect(await lease({ kind: "token", platform: "zhilian" })).toMatchObject({
    resource: null,
    reason: "none",
  });
});

test("reports count budget and health, and of a lease that is over nothing", async () => {
  const id = await addProxy({ daily_budget: 10 });
  const { resource } = await lease();
  expect(resource).toMatchObject({ budget_left: 10 });
  const report = async (fence: number, over: object) =>
    (
      await node.call<HeldItemsAnswer>("POST", path("report"), {
        json: { items: [{ id, kind: "proxy", fence, requests: 1, outcome: "ok", ...over }] },
      })
    ).data.items[0];
  expect(await report(1, { requests: 3 })).toMatchObject({ state: "ok", budget_left: 7 });
  const error = `socks5://alice:${PASSWORD}@p.vendor.net: refused`;
  expect(await report(1, { outcome: "blocked", error })).toMatchObject({ state: "ended", reason: "blocked" });
  expect(await report(1, {})).toMatchObject({ state: "stale_lease" });
  const renewed = await node.call<HeldItemsAnswer>("POST", path("renew"), {
    json: { items: [{ id, kind: "proxy", fence: 1 }] },
  });
  expect(renewed.data.items).toMatchObject([{ state: "stale_lease" }]);
  expect(await lease()).toMatchObject({ resource: null, reason: "quarantined" });
  const shown = (await people.call<{ last_error: string }>("GET", `/proxies/${id}`)).data;
  expect(shown).toMatchObject({
    state: "quarantined",
    quarantine: { reason: "blocked" },
    used_today: 4,
    successes: 3,
    failures: 1,
    stale_requests: 1,
  });
  expect(shown.last_error).not.toContain(PASSWORD);
  expect((await people.call("POST", `/proxies/${id}/release`)).data).toMatchObject({ state: "free" });
  expect((await lease()).resource).toMatchObject({ fence: 2 });
});

describe("refused is", () => {
  test.each(["lease", "renew", "report", "release"])(
    "%s with the key of another node, or of none",
    async (verb) => {
      const item = { id: OTHER, kind: "proxy", fence: 1 };
      const json = {
        lease: { kind: "proxy", platform: "boss" },
        renew: { items: [item] },
        report: { items: [{ ...item, outcome: "ok", requests: 1 }] },
        release: { items: [item] },
      }[verb];
      expect(await node.call("POST", path(verb, OTHER), { json })).toMatchObject({
        status: 403,
        message: "this key belongs to another node",
      });
      expect(await people.call("POST", path(verb), { json })).toMatchObject({
        status: 403,
        code: "forbidden",
      });
    },
  );

  test.each([
    [{ kind: "proxy", platform: "monster" }, "platform"],
    [{ kind: "car", platform: "boss" }, "kind"],
    [{ kind: "proxy", platform: "boss", ttl_ms: 1 }, "ttl_ms"],
    [{ kind: "proxy", platform: "boss", colour: 1 }, "colour"],
  ])("%j, naming the field", async (json, field) => {
    const answer = await node.call<Problems>("POST", path("lease"), { json });
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
  });
});

test("a damaged secret stops only itself; a key that is missing is named, and nothing stays leased", async () => {
  const id = await addProxy();
  const pool = people.services.pool("proxy");
  const sealed = await people.services.vault.seal("proxy", OTHER, "{}");
  await pool.update(id, { sealed });
  const good = await addProxy({ host: "q.vendor.net" });
  // Best of equals is the older one: the damaged.
  expect((await lease()).resource).toMatchObject({ id: good });
  expect(await pool.get(id)).toMatchObject({
    state: "quarantined",
    last_error: expect.stringContaining("secret"),
  });
  expect(
    node.lines.some(({ level, message }) => level === "error" && String(message).includes("secret")),
  ).toBe(true);

  await pool.unquarantine(id);
  await pool.unquarantine(good);
  const other = createVault(`new:${btoa("x".repeat(32))}`);
  const keyless = testApi({ vault: other }, { principal: { ...SUPERUSER, node: NODE } as typeof SUPERUSER });
  const answer = await keyless.call("POST", path("lease"), { json: { kind: "proxy", platform: "boss" } });
  expect(answer).toMatchObject({
    status: 503,
    message: expect.stringContaining("VAULT_KEYS lacks the key test"),
  });
  expect(await pool.list({ include_deleted: true, state: "leased" }, 10)).toEqual([]);
});
