/** Fetches list pages that load their list by script (Boss), in a tab of the local Chromium. */
import type { BrowserContext, Page } from "puppeteer-core";
import type { FetchResult } from "../../../../shared/crawl/fetch-result.ts";
import { awaitListAnswer } from "../../../../shared/crawl/list-answer.ts";
import type { ProxyUrl } from "../../../../shared/domain/proxy-address.ts";
import type { BrowserSpec } from "../../../../shared/platforms/adapter.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { proxyOrigin } from "../routes/proxy-origin.ts";
import type { HeldToken } from "../routes/route.ts";
import type { Chromium } from "./chromium.ts";

export interface BrowserFetch {
  spec: BrowserSpec;
  /** Limit for opening the page and receiving the list, milliseconds. */
  timeoutMs: number;
  signal: AbortSignal;
  proxy: ProxyUrl | null;
  token: HeldToken | null;
  /** The token goes only there, whatever the page loads or is redirected to. */
  origins: ReadonlySet<string>;
}

/** Uses a new browser context, so that searches share no cookies or storage. Never throws. */
export async function fetchListByBrowser(chromium: Chromium, fetch: BrowserFetch): Promise<FetchResult> {
  const { spec, timeoutMs, signal, proxy, token, origins } = fetch;
  let context: BrowserContext | null = null;
  const onStop = () => void context?.close().catch(() => {});
  try {
    const browser = await chromium.browser();
    context = await browser.createBrowserContext(
      // Chromium accepts no credentials here. By default it uses no proxy for loopback addresses; a configured one is meant
      // for all.
      proxy ? { proxyServer: proxyOrigin(proxy), proxyBypassList: ["<-loopback>"] } : {},
    );
    signal.addEventListener("abort", onStop);
    if (signal.aborted) return stopped;
    const page = await context.newPage();
    if (proxy && proxy.username !== null)
      await page.authenticate({ username: proxy.username, password: proxy.password ?? "" });
    if (token?.sentAs === "cookie") await context.setCookie(...cookiesOf(token.value, spec.pageUrl));
    if (token?.sentAs === "header") await sendHeader(page, token, origins);
    const answer = await awaitListAnswer(page, spec, timeoutMs);
    return { ok: true, answer };
  } catch (error) {
    return signal.aborted ? stopped : { ok: false, reason: messageWithCause(error) };
  } finally {
    signal.removeEventListener("abort", onStop);
    await context?.close().catch(() => {});
  }
}

const stopped: FetchResult = { ok: false, reason: "the node stops", retryInMs: 0 };

/** Tells whether a browser can use the proxy: Chromium supports no credentials for SOCKS5. */
export const browserCanUse = ({ protocol, username }: ProxyUrl) => protocol !== "socks5" || username === null;

/**
 * Adds the token to the requests to these origins alone. Extra headers of the page would go to every host that it loads
 * from. The browser asks again for each hop of a redirect, without the headers of the one before.
 */
async function sendHeader(page: Page, token: HeldToken, origins: ReadonlySet<string>): Promise<void> {
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const isOwn = origins.has(URL.parse(request.url())?.origin ?? "");
    const headers = { ...request.headers() };
    delete headers[token.headerName.toLowerCase()];
    if (isOwn) headers[token.headerName] = token.value;
    // The page may be closed meanwhile.
    request.continue({ headers }).catch(() => {});
  });
}

/** Cookies of the page's own host; those of an HTTPS page are not sent without encryption, after a redirect neither. */
function cookiesOf(value: string, url: string) {
  const { hostname, protocol } = new URL(url);
  const secure = protocol === "https:";
  return value.split(";").flatMap((pair) => {
    const [name, ...rest] = pair.trim().split("=");
    return name ? [{ name, value: rest.join("="), domain: hostname, path: "/", secure }] : [];
  });
}
