/** Waits, inside an open tab, for the answer of the list's own request. */
import type { HTTPRequest, HTTPResponse, Page } from "@cloudflare/puppeteer";
import type { BrowserSpec, RawAnswer } from "../platforms/adapter.ts";
import { FetchError } from "./fetch-error.ts";

/** A loaded page that asked for nothing during this time will not ask for its list any more. */
const QUIET_MS = 1000;

/**
 * Opens `pageUrl` and resolves with the answer of the first request whose URL contains `responseUrlPart`. A page
 * that never makes it (verification page, 403, 429, login) is itself the answer, so that the adapter can tell
 * what it is.
 * @throws FetchError after `timeoutMs`, or when the page or the list cannot be loaded
 */
export async function awaitListAnswer(page: Page, spec: BrowserSpec, timeoutMs: number): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const isList = (request: HTTPRequest) => request.url().includes(spec.responseUrlPart);
  const fail = (what: string, cause?: unknown) => reject(new FetchError(`browser: ${what}`, cause));
  let asked = false;

  const onRequest = (request: HTTPRequest) => {
    if (isList(request)) asked = true;
  };
  const onRequestFailed = (request: HTTPRequest) => {
    if (isList(request))
      fail(`the list failed to load: ${request.failure()?.errorText ?? "no reason given"}`);
  };
  const onResponse = (response: HTTPResponse) => {
    if (isList(response.request()))
      toAnswer(response).then(resolve, (error) => fail("the list was cut", error));
  };
  page.on("request", onRequest).on("requestfailed", onRequestFailed).on("response", onResponse);
  page.once("close", () => fail("the page was closed"));
  page.browser().once("disconnected", () => fail("the browser is gone"));
  const timer = setTimeout(() => fail(`no list within ${timeoutMs} ms`), timeoutMs);

  openPage(page, spec.pageUrl, timeoutMs, () => asked).then(
    (answer) => answer && resolve(answer),
    (error) => fail(`the page failed to load: ${error instanceof Error ? error.message : error}`, error),
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    page.off("request", onRequest).off("requestfailed", onRequestFailed).off("response", onResponse);
  }
}

/** Loads the page; answers with the page itself when it will not ask for the list, else with null. */
async function openPage(
  page: Page,
  url: string,
  timeoutMs: number,
  asked: () => boolean,
): Promise<RawAnswer | null> {
  const document = await page.goto(url, { waitUntil: "domcontentloaded", timeout: timeoutMs });
  if (!document) return null;
  if (!document.ok()) return { ...(await toAnswer(document)), screenshot: await screenshotOf(page) };
  if (asked()) return null;
  await page.waitForNetworkIdle({ idleTime: QUIET_MS, timeout: timeoutMs });
  // The page may have sent itself elsewhere by script, so its text is read from the tab.
  if (asked()) return null;
  return {
    status: document.status(),
    headers: document.headers(),
    body: await page.content(),
    screenshot: await screenshotOf(page),
  };
}

/** What a person would have seen; a page that cannot be drawn is told by its text alone. */
async function screenshotOf(page: Page): Promise<Uint8Array | undefined> {
  try {
    return await page.screenshot({ type: "png" });
  } catch {
    return undefined;
  }
}

async function toAnswer(response: HTTPResponse): Promise<RawAnswer> {
  return { status: response.status(), headers: response.headers(), body: await response.text() };
}
