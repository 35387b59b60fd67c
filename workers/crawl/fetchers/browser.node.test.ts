/** Tests failures of the broker; local/chrome and tests/survival test the rest with a real browser. */
import puppeteer from "@cloudflare/puppeteer";
import { beforeEach, expect, test, vi } from "vitest";
import type { BrowserBrokerApi, BrowserGrant } from "../../../shared/contracts/browser.ts";
import { fetchListByBrowser } from "./browser.ts";

vi.mock("@cloudflare/puppeteer", () => ({ default: { acquire: vi.fn(), connect: vi.fn() } }));

const away = () => Promise.reject(new Error("object reset"));
const spec = { pageUrl: "https://site.example/search", responseUrlPart: "/list" };
const refusal = { ok: () => false, status: () => 403, headers: () => ({}), text: async () => "no" };

/** Simulates a browser whose only page the site rejects. */
function fakeBrowser() {
  const browser = {
    once() {},
    isConnected: () => true,
    close: vi.fn(async () => {}),
    disconnect: async () => {},
    newPage,
  };
  const page = {
    on: () => page,
    off: () => page,
    once() {},
    browser: () => browser,
    goto: async () => refusal,
    close,
  };
  async function newPage() {
    return page;
  }
  async function close() {}
  return browser;
}

function fetchWith(broker: Partial<BrowserBrokerApi>, grants: BrowserGrant[]) {
  const all = {
    acquire: async () => grants.shift() ?? { kind: "wait" as const, wait_ms: 1e9 },
    register: async () => true,
    release: async () => {},
    status: async () => ({ sessions: 0, busy: 0, launched: 0, closed: 0 }),
    ...broker,
  };
  return fetchListByBrowser({ fetch }, all, spec, 0, 1000);
}

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
  vi.mocked(puppeteer.acquire).mockResolvedValue({ sessionId: "s1" });
  // The object implements the part of a browser that is used here.
  vi.mocked(puppeteer.connect).mockResolvedValue(browser as never);
});

test("keeps the site's refusal though the session could not be given back", async () => {
  const grants: BrowserGrant[] = [{ kind: "reuse", session_id: "s1", lease: "l1" }];
  expect(await fetchWith({ release: away }, grants)).toMatchObject({ status: 403, body: "no" });
});

test("closes a browser that the broker could not be told of", async () => {
  await expect(fetchWith({ register: away }, [{ kind: "launch", lease: "l1" }])).rejects.toThrow(
    "did not start",
  );
  expect(browser.close).toHaveBeenCalledOnce();
});

test("tells a browser that did not start, though its place could not be given back", async () => {
  vi.mocked(puppeteer.acquire).mockRejectedValue(new Error("limit reached"));
  const failed = fetchWith({ release: away }, [{ kind: "launch", lease: "l1" }]);
  await expect(failed).rejects.toMatchObject({
    name: "FetchError",
    message: "browser did not start: limit reached",
  });
});
