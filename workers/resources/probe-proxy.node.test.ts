/** Runs against real proxies on loopback, with Node's sockets instead of the Worker's. */
import { once } from "node:events";
import { createServer, connect as dial, type Server } from "node:net";
import { Duplex } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Config } from "../../shared/config.ts";
import { startHttpProxy } from "../../tests/support/proxies/http-proxy.ts";
import type { ProxyOptions, RunningProxy } from "../../tests/support/proxies/running-proxy.ts";
import { startSocks5Proxy } from "../../tests/support/proxies/socks5-proxy.ts";
import { type Connect, type ProxyTarget, probeProxy } from "./probe-proxy.ts";
import { createProbes } from "./probes.ts";

const connect: Connect = ({ hostname, port }) => {
  const socket = dial(port, hostname);
  const opened = Promise.race([
    once(socket, "connect"),
    once(socket, "error").then(([error]) => Promise.reject(error)),
  ]);
  const { readable, writable } = Duplex.toWeb(socket) as unknown as Pick<
    ReturnType<Connect>,
    "readable" | "writable"
  >;
  return { readable, writable, opened, close: async () => socket.destroy() };
};

let site: Server;
let to: { host: string; port: number };
const running: { close(): Promise<void> | unknown }[] = [];
const portOf = (server: Server) => (server.address() as { port: number }).port;

async function serve(onData: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(onData as never).listen(0, "127.0.0.1");
  running.push(server);
  await once(server, "listening");
  return portOf(server);
}

beforeAll(async () => {
  site = createServer((socket) => socket.on("error", () => {})).listen(0, "127.0.0.1");
  await once(site, "listening");
  to = { host: "127.0.0.1", port: portOf(site) };
});
afterAll(() => site.close());
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

const AUTH = { username: "alice", password: "p:ä@ss" };
const KINDS = {
  http: startHttpProxy,
  socks5: startSocks5Proxy,
} as const;

async function start(kind: keyof typeof KINDS, options: ProxyOptions = {}): Promise<RunningProxy> {
  const proxy = await KINDS[kind](options);
  running.push(proxy);
  return proxy;
}
const target = (
  protocol: ProxyTarget["protocol"],
  port: number,
  auth: { username: string | null; password: string | null } = { username: null, password: null },
): ProxyTarget => ({ protocol, host: "127.0.0.1", port, ...auth });
const probe = (it: ProxyTarget, destination = to, timeoutMs = 60_000) =>
  probeProxy(it, destination, { connect, checkHost: async ({ host }) => host, timeoutMs });

describe.each(["http", "socks5"] as const)("a %s proxy", (kind) => {
  test("lets us through", async () => {
    const proxy = await start(kind);
    expect(await probe(target(kind, proxy.port))).toMatchObject({ ok: true, step: "tunnel", error: null });
    expect(proxy.connections()).toBe(1);
  });

  test("lets us through with its credentials only", async () => {
    const proxy = await start(kind, { auth: AUTH });
    expect(await probe(target(kind, proxy.port, AUTH))).toMatchObject({ ok: true, outcome: "ok" });
    expect(proxy.connections()).toBe(1);
    for (const auth of [
      { ...AUTH, password: "other" },
      { ...AUTH, username: "bob" },
      { username: null, password: null },
    ]) {
      const refused = await probe(target(kind, proxy.port, auth));
      expect(refused).toMatchObject({ ok: false, step: "auth", outcome: "login-needed" });
      expect(refused.error).not.toContain("other");
    }
    expect(proxy.connections()).toBe(1);
  });

  test("that reaches no host says so", async () => {
    const proxy = await start(kind);
    const closed = await serve(() => {});
    await running.pop()?.close();
    expect(await probe(target(kind, proxy.port), { host: "127.0.0.1", port: closed })).toMatchObject({
      ok: false,
      step: "tunnel",
      outcome: "network",
      error: expect.stringMatching(/502|refused/),
    });
  });

  test("that is not there is told as such", async () => {
    const port = await serve(() => {});
    await running.pop()?.close();
    expect(await probe(target(kind, port))).toMatchObject({ ok: false, step: "connect", outcome: "network" });
  });

  test("that never answers ends with the time", async () => {
    const port = await serve((socket: { on(event: string, listener: () => void): void }) => {
      socket.on("error", () => {});
    });
    expect(await probe(target(kind, port), to, 100)).toMatchObject({
      ok: false,
      step: "tunnel",
      error: "no answer within 100 ms",
    });
  });

  test.each(["SSH-2.0-OpenSSH\r\n\r\n", "\u0000\u0000\u0000\u0000"])("that is none: %j", async (greeting) => {
    const port = await serve(
      (socket: { on(event: string, listener: () => void): void; end(text: string): void }) => {
        socket.on("error", () => {});
        socket.end(greeting);
      },
    );
    expect(await probe(target(kind, port))).toMatchObject({
      ok: false,
      outcome: expect.not.stringMatching("ok"),
    });
  });
});

describe("the host of a proxy outside of a developer's machine", () => {
  /** Tests a proxy as production does, with a name server that knows these names. */
  async function testOf(host: string, addresses: string[], protocol: ProxyTarget["protocol"] = "http") {
    const dialled: string[] = [];
    const config = { ENVIRONMENT: "production", platforms: { boss: { list_url: "https://www.zhipin.com" } } };
    const probes = createProbes({
      config: config as unknown as Config,
      resolver: { resolve: async () => addresses },
      connect: ({ hostname, port }: { hostname: string; port: number }) => {
        dialled.push(`${hostname}:${port}`);
        throw new Error("dialled");
      },
    } as unknown as Parameters<typeof createProbes>[0]);
    const proxy = { protocol, host, port: 3128, username: null, password: null };
    return { ...(await probes.proxy(proxy, "boss")), dialled };
  }

  test.each([
    ["a loopback address", ["127.0.0.1"]],
    ["a private one beside a public one", ["93.184.216.34", "10.0.0.7"]],
    ["a link-local one", ["fe80::1"]],
    ["none", []],
  ])("is not called when its name means %s", async (_, addresses) => {
    const tested = await testOf("inner.vendor.net", addresses);
    expect(tested).toMatchObject({ ok: false, step: "connect", dialled: [] });
  });

  test("is called at the address that was checked", async () => {
    const { dialled } = await testOf("p.vendor.net", ["93.184.216.34"]);
    expect(dialled).toEqual(["93.184.216.34:3128"]);
    expect((await testOf("p.vendor.net", ["2606:4700::1"])).dialled).toEqual(["[2606:4700::1]:3128"]);
    // The certificate of a proxy behind TLS has the name.
    expect((await testOf("p.vendor.net", ["93.184.216.34"], "https")).dialled).toEqual(["p.vendor.net:3128"]);
  });
});
