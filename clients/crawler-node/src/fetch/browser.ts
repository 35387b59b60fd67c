/** List pages that load their list by script (Boss), in a tab of the local Chromium. */
import type { BrowserContext } from "puppeteer-core";
import type { Fetched } from "../../../../shared/crawl/fetched.ts";
import { awaitListAnswer } from "../../../../shared/crawl/list-answer.ts";
import type { BrowserSpec } from "../../../../shared/platforms/adapter.ts";
import { messageOf } from "../message-of.ts";
import type { ProxyAddress } from "../routes/proxy-address.ts";
import type { HeldToken } from "../routes/route.ts";
import type { Chromium } from "./chromium.ts";

export interface BrowserFetch {
  spec: BrowserSpec;
  /** For opening the page and getting the list, milliseconds. */
  timeoutMs: number;
  signal: AbortSignal;
  proxy: ProxyAddress | null;
  token: HeldToken | null;
}

/** A context of its own for each search: nothing of one leaks into the next. Never throws. */
export async function fetchListByBrowser(chromium: Chromium, fetch: BrowserFetch): Promise<Fetched> {
  const { spec, timeoutMs, signal, proxy, token } = fetch;
  let context: BrowserContext | null = null;
  const onStop = () => void context?.close().catch(() => {});
  try {
    const browser = await chromium.browser();
    context = await browser.createBrowserContext(
      // Chromium leaves loopback out of a proxy by itself; a person who sets one means all.
      proxy ? { proxyServer: serverOf(proxy), proxyBypassList: ["<-loopback>"] } : {},
    );
    signal.addEventListener("abort", onStop);
    if (signal.aborted) return stopped;
    const page = await context.newPage();
    if (proxy && proxy.username !== null)
      await page.authenticate({ username: proxy.username, password: proxy.password ?? "" });
    if (token?.sentAs === "cookie") await context.setCookie(...cookiesOf(token.value, spec.pageUrl));
    if (token?.sentAs === "header") await page.setExtraHTTPHeaders({ [token.headerName]: token.value });
    const answer = await awaitListAnswer(page, spec, timeoutMs);
    return { ok: true, answer };
  } catch (error) {
    return signal.aborted ? stopped : { ok: false, reason: messageOf(error) };
  } finally {
    signal.removeEventListener("abort", onStop);
    await context?.close().catch(() => {});
  }
}

const stopped: Fetched = { ok: false, reason: "the node stops", busyMs: 0 };

/** Without credentials: Chromium takes none in an address. */
const serverOf = ({ protocol, host, port }: ProxyAddress) => `${protocol}://${host}:${port}`;

/** Can a browser go through it? Chromium knows no user names for SOCKS5. */
export const browserCanUse = ({ protocol, username }: ProxyAddress) =>
  protocol !== "socks5" || username === null;

function cookiesOf(value: string, url: string) {
  const { hostname } = new URL(url);
  return value.split(";").flatMap((pair) => {
    const [name, ...rest] = pair.trim().split("=");
    return name ? [{ name, value: rest.join("="), domain: hostname, path: "/" }] : [];
  });
}
