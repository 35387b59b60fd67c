/** Waits, in an open tab, for the answer to the request by which the page's script loads the list. */
import type { BrowserSpec, RawAnswer } from "../platforms/adapter.ts";
import { FetchError } from "./fetch-error.ts";

export interface ListRequest {
  url(): string;
  failure(): { errorText: string } | null;
}

export interface ListResponse {
  request(): ListRequest;
  status(): number;
  ok(): boolean;
  headers(): Record<string, string>;
  text(): Promise<string>;
}

interface PageEvents {
  request: ListRequest;
  requestfailed: ListRequest;
  response: ListResponse;
}

/** The part of a Puppeteer page that is used here; the pages of the edge's library and of the node's both have it. */
export interface ListPage {
  on<Event extends keyof PageEvents>(event: Event, handler: (subject: PageEvents[Event]) => void): unknown;
  off<Event extends keyof PageEvents>(event: Event, handler: (subject: PageEvents[Event]) => void): unknown;
  once(event: "close", handler: () => void): unknown;
  browser(): { once(event: "disconnected", handler: () => void): unknown };
  goto(
    url: string,
    options: { waitUntil: "domcontentloaded"; timeout: number },
  ): Promise<ListResponse | null>;
  waitForNetworkIdle(options: { idleTime: number; timeout: number }): Promise<void>;
  content(): Promise<string>;
  screenshot(options: { type: "png" }): Promise<Uint8Array>;
}

/** A loaded page without network traffic during this time will not request its list any more. */
const QUIET_MS = 1000;

/**
 * Opens `pageUrl` and resolves with the answer to the first request whose URL contains `responseUrlPart`. A page
 * that never makes this request (verification page, 403, 429, login) is itself the answer, so that the adapter can
 * classify it.
 * @throws FetchError after `timeoutMs`, or when the page or the list cannot be loaded
 */
export async function awaitListAnswer(
  page: ListPage,
  spec: BrowserSpec,
  timeoutMs: number,
): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const isList = (request: ListRequest) => request.url().includes(spec.responseUrlPart);
  const fail = (what: string, cause?: unknown) => reject(new FetchError(`browser: ${what}`, cause));
  let requested = false;

  const onRequest = (request: ListRequest) => {
    if (isList(request)) requested = true;
  };
  const onRequestFailed = (request: ListRequest) => {
    if (isList(request))
      fail(`the list failed to load: ${request.failure()?.errorText ?? "no reason given"}`);
  };
  const onResponse = (response: ListResponse) => {
    if (isList(response.request()))
      toAnswer(response).then(resolve, (error) => fail("the list was cut", error));
  };
  page.on("request", onRequest);
  page.on("requestfailed", onRequestFailed);
  page.on("response", onResponse);
  page.once("close", () => fail("the page was closed"));
  page.browser().once("disconnected", () => fail("the browser is gone"));
  const timer = setTimeout(() => fail(`no list within ${timeoutMs} ms`), timeoutMs);

  openPage(page, spec.pageUrl, timeoutMs, () => requested).then(
    (answer) => answer && resolve(answer),
    (error) => fail(`the page failed to load: ${error instanceof Error ? error.message : error}`, error),
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    page.off("request", onRequest);
    page.off("requestfailed", onRequestFailed);
    page.off("response", onResponse);
  }
}

/** Loads the page. @returns the page itself when it will not request the list, else null */
async function openPage(
  page: ListPage,
  url: string,
  timeoutMs: number,
  listRequested: () => boolean,
): Promise<RawAnswer | null> {
  const document = await page.goto(url, { waitUntil: "domcontentloaded", timeout: timeoutMs });
  if (!document) return null;
  if (!document.ok()) return { ...(await toAnswer(document)), screenshot: await screenshotOf(page) };
  if (listRequested()) return null;
  await page.waitForNetworkIdle({ idleTime: QUIET_MS, timeout: timeoutMs });
  // A script may have navigated elsewhere, so the text is read from the tab and not from the first answer.
  if (listRequested()) return null;
  return {
    status: document.status(),
    headers: document.headers(),
    body: await page.content(),
    screenshot: await screenshotOf(page),
  };
}

/** What a person would have seen; undefined when the page can't be rendered, which leaves its text alone. */
async function screenshotOf(page: ListPage): Promise<Uint8Array | undefined> {
  try {
    return await page.screenshot({ type: "png" });
  } catch {
    return undefined;
  }
}

async function toAnswer(response: ListResponse): Promise<RawAnswer> {
  return { status: response.status(), headers: response.headers(), body: await response.text() };
}
