/** Requests through real proxies on loopback: HTTP CONNECT and SOCKS5, with and without credentials. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../../../local/chrome/install.ts";
import type { LeasedProxy } from "../../../../shared/contracts/resources.ts";
import { type ProxyUrl, parseProxyUrl } from "../../../../shared/domain/proxy-address.ts";
import { type FakeApi, KEY, NODE_ID, startFakeApi } from "../../../../tests/support/crawler-node/fake-api.ts";
import { listLogger } from "../../../../tests/support/crawler-node/list-logger.ts";
import { startHttpProxy } from "../../../../tests/support/proxies/http-proxy.ts";
import type { RunningProxy } from "../../../../tests/support/proxies/running-proxy.ts";
import { startSocks5Proxy } from "../../../../tests/support/proxies/socks5-proxy.ts";
import { createApiClient } from "../api/api-client.ts";
import { createNodeApi } from "../api/node-api.ts";
import { createClock } from "../clock.ts";
import { fetchListByBrowser } from "../fetch/browser.ts";
import { createChromium } from "../fetch/chromium.ts";
import { fetchByHttp } from "../fetch/http.ts";
import { dispatcherFor } from "./dispatcher.ts";
import { fileProxies, readProxyList } from "./file-proxies.ts";
import { createPool } from "./pool.ts";
import { createRouter } from "./router.ts";

const auth = { username: "al:ice", password: "p@ss word" };
const seen: { path: string; cookie: string; token: string }[] = [];
/** A host that the site's page loads from. */
const elsewhere: { path: string; headers: string }[] = [];
const other = createServer((request, response) => {
  elsewhere.push({ path: request.url ?? "", headers: JSON.stringify(request.headers) });
  response.end();
});
const site = createServer((request, response) => {
  const { cookie = "", "x-token": token = "" } = request.headers;
  seen.push({ path: request.url ?? "", cookie, token: String(token) });
  if (request.url === "/page-with-others") {
    const others = `fetch("${otherOrigin}/script", {mode: "no-cors"}), fetch("/hop", {mode: "no-cors"})`;
    const script = `Promise.allSettled([${others}]).then(() => fetch("/list?q=1"))`;
    response.setHeader("content-type", "text/html").end(`<script>${script}</script>`);
    return;
  }
  if (request.url === "/hop") {
    response.writeHead(302, { location: `${otherOrigin}/hop` }).end();
    return;
  }
  if (request.url === "/page") {
    response.setHeader("content-type", "text/html").end(`<script>fetch("/list?q=1")</script>`);
    return;
  }
  response.end(JSON.stringify({ rows: [1] }));
});
let origin: string;
let otherOrigin: string;
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  otherOrigin = `http://localhost:${(other.address() as AddressInfo).port}`;
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const server of [site, other]) {
    server.closeAllConnections();
    server.close();
  }
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const addressOf = (url: string): ProxyUrl => {
  const read = parseProxyUrl(url);
  if (!read.ok) throw new Error(read.reason);
  return read.value;
};
const opened = async (starting: Promise<RunningProxy>) => {
  const proxy = await starting;
  closers.push(() => proxy.close());
  return proxy;
};
async function get(address: ProxyUrl) {
  const dispatcher = dispatcherFor(address);
  closers.push(() => dispatcher.destroy());
  return fetchByHttp({
    spec: { method: "GET", url: `${origin}/list`, headers: {} },
    ...{ timeoutMs: 60_000, signal: new AbortController().signal, dispatcher, headers: {} },
  });
}

describe("proxies", () => {
  test.each([
    ["HTTP", startHttpProxy],
    ["SOCKS5", startSocks5Proxy],
  ])("go through %s, with credentials and without", async (_name, start) => {
    for (const options of [{}, { auth }]) {
      const proxy = await opened(start(options));
      expect(await get(addressOf(proxy.url))).toMatchObject({ ok: true, answer: { status: 200 } });
      expect(proxy.connections()).toBe(1);
    }
  });

  test.each([
    ["HTTP", startHttpProxy],
    ["SOCKS5", startSocks5Proxy],
  ])("tell that %s does not let us in, without the password", async (_name, start) => {
    const proxy = await opened(start({ auth }));
    const wrong = await get({ ...addressOf(proxy.url), password: "wr0ng-one" });
    expect(wrong.ok).toBe(false);
    expect(JSON.stringify(wrong)).not.toContain("wr0ng-one");
    expect(proxy.connections()).toBe(0);
  });

  test("carry a browser's pages too, signed in, with a leased cookie", async () => {
    const proxy = await opened(startHttpProxy({ auth }));
    const { path, env } = await findChromium();
    Object.assign(process.env, env);
    const chromium = createChromium(path);
    closers.push(() => chromium.close());
    const fetched = await fetchListByBrowser(chromium, {
      spec: { pageUrl: `${origin}/page`, responseUrlPart: "/list?" },
      ...{ timeoutMs: 60_000, signal: new AbortController().signal, proxy: addressOf(proxy.url) },
      token: { id: "t", sentAs: "cookie", headerName: "cookie", value: "wt2=abc; zp=1" },
      origins: new Set([origin]),
    });
    expect(fetched).toMatchObject({ ok: true, answer: { body: '{"rows":[1]}' } });
    expect(proxy.connections()).toBeGreaterThan(0);
    expect(seen.find((request) => request.path === "/page")?.cookie).toContain("wt2=abc");
  });

  test.each(["cookie", "header"] as const)("a token sent as a %s goes to the site alone", async (sentAs) => {
    const { path, env } = await findChromium();
    Object.assign(process.env, env);
    const chromium = createChromium(path);
    closers.push(() => chromium.close());
    const headerName = sentAs === "cookie" ? "cookie" : "x-token";
    seen.length = 0;
    elsewhere.length = 0;
    const fetched = await fetchListByBrowser(chromium, {
      spec: { pageUrl: `${origin}/page-with-others`, responseUrlPart: "/list?" },
      ...{ timeoutMs: 60_000, signal: new AbortController().signal, proxy: null, origins: new Set([origin]) },
      token: { id: "t", sentAs, headerName, value: "wt2=s3cret" },
    });
    expect(fetched).toMatchObject({ ok: true, answer: { body: '{"rows":[1]}' } });
    for (const name of ["/page-with-others", "/hop", "/list?q=1"]) {
      const request = seen.find((one) => one.path === name);
      expect(sentAs === "cookie" ? request?.cookie : request?.token, name).toBe("wt2=s3cret");
    }
    expect(elsewhere.map((request) => request.path).sort()).toEqual(["/hop", "/script"]);
    expect(JSON.stringify(elsewhere)).not.toContain("s3cret");
  });
});

describe("a list of proxies", () => {
  test("is read line by line; a bad line is named without its password", () => {
    const { proxies, problems } = readProxyList(
      "# mine\n\nhttp://a:b@1.2.3.4:80\nsocks5h://h:1080\nhttp://a:b@1.2.3.4:80\nftp://u:s3cret@x\nnot a url\n",
    );
    expect(proxies).toEqual([
      { protocol: "http", host: "1.2.3.4", port: 80, username: "a", password: "b" },
      { protocol: "socks5", host: "h", port: 1080, username: null, password: null },
    ]);
    expect(problems.map(({ line }) => line)).toEqual([6, 7]);
    expect(JSON.stringify(problems)).not.toContain("s3cret");
  });

  test("takes turns, rests what is refused, for longer each time, and brings it back", () => {
    let now = 0;
    const own = fileProxies([addressOf("http://a:1"), addressOf("http://b:1")], () => now, listLogger());
    const take = () => {
      const taken = own.take("qcwy", () => true);
      return taken.state === "held" ? taken.value.id : taken.state;
    };
    expect([take(), take(), take()]).toEqual(["file-1", "file-2", "file-1"]);
    own.report("file-1", { platform: "qcwy", outcome: "blocked" });
    expect([take(), take()]).toEqual(["file-2", "file-2"]);
    own.report("file-2", { platform: "qcwy", outcome: "network" });
    expect(take()).toBe("file-2");
    for (let times = 0; times < 2; times++) own.report("file-2", { platform: "qcwy", outcome: "network" });
    expect(take()).toBe("busy");
    expect(own.take("zhilian", () => true).state).toBe("held");
    now = 61_000;
    expect(take()).toBe("file-2");
    now = 31 * 60_000;
    expect(take()).toBe("file-1");
  });
});

describe("the pool", () => {
  let api: FakeApi;
  const lent = (id: string): LeasedProxy => ({
    ...{
      kind: "proxy",
      id,
      fence: 1,
      until: 1,
      budget_left: null,
      protocol: "http",
      host: "127.0.0.1",
      port: 9,
    },
    ...{ username: "u", password: "p" },
  });
  async function open(own: ProxyUrl[] = []) {
    api = await startFakeApi();
    closers.push(() => api.close());
    const clock = createClock(new AbortController().signal);
    const logger = listLogger();
    const node = createNodeApi(createApiClient(api.url, KEY), NODE_ID);
    return createRouter(createPool(node, clock, logger), fileProxies(own, clock.now, logger));
  }

  test("goes before the list, which goes before a straight way", async () => {
    const router = await open([addressOf("http://own:1")]);
    expect(await router.take("qcwy", false)).toMatchObject({ value: { proxy: { id: "file-1" } } });
    const other = await open();
    expect(await other.take("qcwy", false)).toMatchObject({ value: { proxy: null, token: null } });
    const third = await open([addressOf("http://own:1")]);
    api.resources = [lent("a0000000-0000-4000-8000-000000000001")];
    expect(await third.take("qcwy", false)).toMatchObject({
      value: { proxy: { id: "a0000000-0000-4000-8000-000000000001" } },
    });
  });

  test("hears at once of a refusal, lends another one then, and gets all back", async () => {
    const router = await open();
    api.resources = [lent("a0000000-0000-4000-8000-000000000001")];
    const first = await router.take("qcwy", false);
    if (first.state !== "held") throw new Error("nothing lent");
    await router.report(first.value, { platform: "qcwy", outcome: "ok" });
    expect(api.reports).toEqual([]);
    await router.report(first.value, { platform: "qcwy", outcome: "blocked" });
    expect(api.reports.map(({ outcome, requests }) => `${outcome} ${requests}`)).toEqual([
      "ok 1",
      "blocked 1",
    ]);
    api.resources = [lent("a0000000-0000-4000-8000-000000000002")];
    expect(await router.take("qcwy", false)).toMatchObject({
      value: { proxy: { id: "a0000000-0000-4000-8000-000000000002" } },
    });
    await router.close();
    expect(api.released).toBe(1);
  });

  test("gives a browser no SOCKS5 proxy that wants a password", async () => {
    const router = await open([addressOf("socks5://u:p@own:1")]);
    expect(await router.take("boss", true)).toMatchObject({ state: "busy" });
    expect(await router.take("boss", false)).toMatchObject({ state: "held" });
  });
});
