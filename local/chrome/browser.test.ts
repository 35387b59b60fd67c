/** The browser fetcher against a real Chromium under the local Browser Rendering. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";
import { type TestChrome, useTestChrome } from "../../tests/support/chrome.ts";

interface Result {
  answer?: { status: number; headers: Record<string, string>; body: string };
  error?: string;
  outcome?: string;
  open: number;
  launched: number;
  broken: boolean;
}

const asks = '<!doctype html><script>fetch("/list.json?page=1&wait=" + location.hash.slice(1))</script>';
let site: Server;
let origin: string;
let harness: TestHarness;
let chrome: TestChrome;
/** Called when the list is asked for with #hold; its answer never comes. */
let onHold = () => {};

beforeAll(async () => {
  chrome = await useTestChrome();
  site = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://site");
    if (url.pathname === "/list.json" && url.searchParams.get("wait") === "cut") return response.destroy();
    if (url.pathname === "/list.json" && url.searchParams.get("wait") === "hold") return onHold();
    if (url.pathname === "/list.json") {
      return response.setHeader("content-type", "application/json").end('{"code":0}');
    }
    response.setHeader("content-type", "text/html");
    if (url.pathname === "/busy") response.writeHead(429, { "retry-after": "7" });
    response.end(url.pathname === "/asks" ? asks : "<!doctype html><p>please verify</p>");
  });
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  harness = createTestHarness({
    workers: [
      {
        config: {
          name: "browser-test",
          main: fileURLToPath(new URL("./fixtures/worker.ts", import.meta.url)),
          compatibility_date: "2026-11-01",
          compatibility_flags: ["nodejs_compat"],
          browser: { binding: "BROWSER" },
        },
      },
    ],
  });
  await harness.listen();
});

afterAll(async () => {
  await harness?.close();
  site?.closeAllConnections();
  site?.close();
  await chrome?.remove();
});

async function open(path: string, timeoutMs = 60_000): Promise<Result> {
  const query = new URLSearchParams({ page: `${origin}${path}`, timeout: String(timeoutMs) });
  return (await (await harness.fetch(`/?${query}`)).json()) as Result;
}

describe("fetchListByBrowser", () => {
  test("reads the answer of the list's own request, and uses the session again", async () => {
    const first = await open("/asks");
    expect(first.answer).toMatchObject({ status: 200, body: '{"code":0}' });
    expect(first.answer?.headers["content-type"]).toBe("application/json");
    const second = await open("/asks");
    expect(second.answer?.body).toBe('{"code":0}');
    expect(second).toMatchObject({ launched: first.launched, broken: false, open: 1 });
  });

  test("answers with the page itself when it never asks for its list", async () => {
    const { answer, broken } = await open("/verify");
    expect(answer?.body).toContain("please verify");
    expect(broken).toBe(false);
  });

  test("hands on the status and Retry-After of a refused page", async () => {
    const { answer } = await open("/busy");
    expect(answer?.status).toBe(429);
    expect(answer?.headers["retry-after"]).toBe("7");
  });

  test("calls a cut list a network error and keeps the session", async () => {
    const result = await open("/asks#cut");
    expect(result).toMatchObject({ outcome: "network", broken: false, open: 1 });
  });

  test("calls a list that does not come in time a network error", async () => {
    const result = await open("/asks#hold", 1500);
    expect(result.error).toBe("browser: no list within 1500 ms");
    expect(result).toMatchObject({ outcome: "network", broken: false });
  });

  test("calls a crashed browser a network error, gives the session up and launches another", async () => {
    onHold = () => chrome.kill();
    const crashed = await open("/asks#hold");
    expect(crashed).toMatchObject({ outcome: "network", broken: true });
    const next = await open("/asks");
    expect(next.answer?.status).toBe(200);
    expect(next).toMatchObject({ launched: crashed.launched + 1, broken: false, open: 1 });
  });
});
