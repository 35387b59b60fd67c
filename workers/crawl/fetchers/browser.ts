/**
 * Fetches list pages that load their list by script (Boss): opens the page in Browser Rendering and reads the body of
 * the list's own request. Sessions come from BrowserBroker and are reused: a launch takes about a second and only one
 * per second is allowed, while a page in an open browser takes about a fifth of that.
 */
import type { Browser, BrowserWorker, Page } from "@cloudflare/puppeteer";
import type { BrowserBrokerApi } from "../../../shared/contracts/browser.ts";
import { BrowserBusyError, FetchError } from "../../../shared/crawl/fetch-error.ts";
import { awaitListAnswer } from "../../../shared/crawl/list-answer.ts";
import { messageOf } from "../../../shared/errors/message-of.ts";
import type { BrowserSpec, RawAnswer } from "../../../shared/platforms/adapter.ts";

/** Time limit for closing a page or browser; after it the result is no longer awaited. */
const CLOSE_TIMEOUT_MS = 3000;

interface Lease {
  lease: string;
  browser: Browser;
}

/**
 * @param paceMs time from the start of a page to that of the next one
 * @param timeoutMs for opening the page and getting the list; waiting for a free browser may take the same time in addition
 * @returns the list's answer; the page's own answer when it never asked for the list (verification page, 403, 429)
 * @throws FetchError when nothing came back (time-out, cut connection, browser crash)
 * @throws BrowserBusyError when no browser became free
 */
export async function fetchListByBrowser(
  binding: BrowserWorker,
  broker: BrowserBrokerApi,
  spec: BrowserSpec,
  paceMs: number,
  timeoutMs: number,
): Promise<RawAnswer> {
  const { lease, browser } = await openBrowser(binding, broker, Date.now() + timeoutMs);
  const startedAt = Date.now();
  let broken = true;
  try {
    const answer = await inPage(browser, (page) => awaitListAnswer(page, spec, timeoutMs));
    broken = !answer.closed;
    if (!answer.ok) throw answer.error;
    return answer.value;
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw new FetchError(`browser: ${messageOf(error)}`, error);
  } finally {
    await disconnectOrClose(browser, broken);
    await releaseLease(broker, lease, broken, paceMs - (Date.now() - startedAt));
  }
}

/** Releases the lease. A failure doesn't change the request's outcome: the lease expires by itself. */
async function releaseLease(
  broker: BrowserBrokerApi,
  lease: string,
  broken: boolean,
  idleMs: number,
): Promise<void> {
  await finishes(broker.release(lease, broken, Math.max(0, idleMs)));
}

/** Acquires a session from the broker, or launches one when the broker grants that, until `deadline` (Unix ms). */
async function openBrowser(
  binding: BrowserWorker,
  broker: BrowserBrokerApi,
  deadline: number,
): Promise<Lease> {
  const holder = crypto.randomUUID();
  for (;;) {
    const grant = await broker.acquire(holder);
    if (grant.kind === "wait") {
      if (Date.now() + grant.wait_ms > deadline) throw new BrowserBusyError(grant.wait_ms);
      await sleep(grant.wait_ms);
      continue;
    }
    try {
      return { lease: grant.lease, browser: await connect(binding, broker, grant) };
    } catch (error) {
      await releaseLease(broker, grant.lease, true, 0);
      // A session that ended while idle is no failure of this request: the next grant is another session.
      if (grant.kind === "reuse" && Date.now() < deadline) continue;
      throw new FetchError(`browser did not start: ${messageOf(error)}`, error);
    }
  }
}

async function connect(
  binding: BrowserWorker,
  broker: BrowserBrokerApi,
  grant: { kind: "reuse"; session_id: string } | { kind: "launch"; lease: string },
): Promise<Browser> {
  // Not at the top: the library is large, and most isolates never use a browser.
  const { default: puppeteer } = await import("@cloudflare/puppeteer");
  if (grant.kind === "reuse") return puppeteer.connect(binding, grant.session_id);
  const { sessionId } = await puppeteer.acquire(binding);
  // The broker must know the session before anything else can fail, so that no browser keeps running unnoticed.
  const known = await broker.register(grant.lease, sessionId).catch(() => false);
  const browser = await puppeteer.connect(binding, sessionId);
  if (known) return browser;
  await disconnectOrClose(browser, true);
  throw new Error("the broker did not take the session");
}

type InPage<T> = ({ ok: true; value: T } | { ok: false; error: unknown }) & {
  /** False when the tab could not be closed, so that the session must not be reused. */
  closed: boolean;
};

/** Runs `use` in a new tab, so that no state of one search leaks into the next. */
async function inPage<T>(browser: Browser, use: (page: Page) => Promise<T>): Promise<InPage<T>> {
  const page = await browser.newPage();
  const result = await use(page).then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, error }),
  );
  return { ...result, closed: browser.isConnected() && (await finishes(page.close())) };
}

/** Disconnects, so that the session can be reused, or closes a broken browser. */
async function disconnectOrClose(browser: Browser, broken: boolean): Promise<void> {
  if (broken) await finishes(browser.close());
  else await finishes(browser.disconnect());
}

async function finishes(work: Promise<unknown>): Promise<boolean> {
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, sleep(CLOSE_TIMEOUT_MS).then(() => false)]);
}

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
