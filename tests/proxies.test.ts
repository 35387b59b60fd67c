/** Proxies and platform tokens in the whole system: the Worker's sockets use real proxies, and a node leases one. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LeaseAnswer } from "../shared/contracts/node-api.ts";
import type { LeasedProxy, ResourceLeaseAnswer } from "../shared/contracts/resources.ts";
import { startHttpProxy } from "./support/proxies/http-proxy.ts";
import type { RunningProxy } from "./support/proxies/running-proxy.ts";
import { startSocks5Proxy } from "./support/proxies/socks5-proxy.ts";
import { type System, startSystem } from "./support/system.ts";

const AUTH = { username: "alice", password: "p:ä@ss" };
let system: System;
const proxies: Partial<Record<"http" | "socks5", RunningProxy>> = {};
beforeAll(async () => {
  system = await startSystem({ platforms: { qcwy: { runs_on: "nodes" } } });
  proxies.http = await startHttpProxy({ auth: AUTH });
  proxies.socks5 = await startSocks5Proxy({ auth: AUTH });
});
afterAll(async () => {
  await system?.close();
  for (const proxy of Object.values(proxies)) await proxy.close();
});

interface Tested {
  ok: boolean;
  step: string;
  error: string | null;
  outcome?: string | null;
}
const add = (noun: string, body: object) => system.api<{ id: string }>(`/${noun}`, { body });
const testResource = (noun: string, id: string) =>
  system.api<Tested>(`/${noun}/${id}/test`, { method: "POST" });

test.each(["http", "socks5"] as const)(
  "an %s proxy is tested through the Worker's own socket",
  async (protocol) => {
    const proxy = proxies[protocol] as RunningProxy;
    const address = { protocol, host: "127.0.0.1", port: proxy.port, platforms: ["qcwy"] };
    const good = await add("proxies", { ...address, ...AUTH });
    expect(await testResource("proxies", good.id)).toMatchObject({
      ok: true,
      platform: "qcwy",
      step: "tunnel",
    });
    expect(proxy.connections()).toBe(1);

    const bad = await add("proxies", { ...address, username: "mallory", password: "x" });
    expect(await testResource("proxies", bad.id)).toMatchObject({ ok: false, step: "auth" });
    expect(await system.api(`/proxies/${bad.id}`)).toMatchObject({ state: "quarantined" });
    expect(proxy.connections()).toBe(1);
  },
);

test("a proxy that is gone is told as such", async () => {
  const gone = await startHttpProxy();
  await gone.close();
  const { id } = await add("proxies", { protocol: "http", host: "127.0.0.1", port: gone.port, note: "gone" });
  expect(await testResource("proxies", id)).toMatchObject({ ok: false, step: "connect" });
});

test("a node borrows what the test found good, with what it needs to use it", async () => {
  const { node, key } = await system.api<{ node: { id: string }; key: string }>("/nodes", {
    body: { name: "borrower" },
  });
  const call = async <T>(path: string, body: object) => {
    const response = await system.harness.fetch(`/api/v1/nodes/${node.id}/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return ((await response.json()) as { data: T }).data;
  };
  const borrow = () => call<ResourceLeaseAnswer>("resources/lease", { kind: "proxy", platform: "qcwy" });
  expect(await borrow()).toMatchObject({ resource: null, reason: "no-work" });
  const work = { platform: "qcwy", keyword: "Java", city: "上海", channel: "web", priority: 5 };
  await system.api("/keywords", { body: work });
  const wanted = { session: crypto.randomUUID(), platforms: ["qcwy"], labels: [], free: 1 };
  const { claims } = await call<LeaseAnswer>("lease", { sent_at: Date.now(), ...wanted });
  expect(claims).toHaveLength(1);
  const leased = (await borrow()).resource as LeasedProxy;
  expect(leased).toMatchObject({ ...AUTH, host: "127.0.0.1", fence: 1 });
  expect(leased.port).toBe(proxies[leased.protocol as "http"]?.port);
});

test("a token is tried on the platform's list", async () => {
  const { id } = await add("platform-tokens", { platform: "qcwy", kind: "cookie", value: "acw_tc=abc" });
  expect(await testResource("platform-tokens", id)).toMatchObject({
    ok: true,
    step: "answer",
    outcome: "ok",
  });
  expect(await system.api(`/platform-tokens/${id}`)).toMatchObject({ used_today: 1, health: 1 });
});
