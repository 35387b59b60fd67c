/**
 * List pages that load their list by script (Boss): a page is opened in Browser Rendering and the body of the
 * list's own request is read. Sessions come from BrowserBroker and are used again: a launch takes about a
 * second and only one a second is allowed, a page in an open browser takes about a fifth of that.
 */
import puppeteer, { type Browser, type BrowserWorker, type Page } from "@cloudflare/puppeteer";
import type { BrowserBrokerApi } from "../../../shared/contracts/browser.ts";
import { BrowserBusyError, FetchError } from "../../../shared/crawl/fetch-error.ts";
import { awaitListAnswer } from "../../../shared/crawl/list-answer.ts";
import { messageOf } from "../../../shared/errors/message-of.ts";
import type { BrowserSpec, RawAnswer } from "../../../shared/platforms/adapter.ts";

/** A page or browser that does not even close within this time is given up. */
const CLOSE_TIMEOUT_MS = 3000;

interface Lease {
  lease: string;
  browser: Browser;
}

/**
 * @param timeoutMs for opening the page and getting the list; waiting for a free browser may take as long again
 * @returns the list's answer; the page's own answer when it never asked for the list (verification page, 403, 429)
 * @throws FetchError when nothing came back (time-out, cut connection, browser crash)
 * @throws BrowserBusyError when no browser became free
 */
export async function fetchListByBrowser(
  binding: BrowserWorker,
  broker: BrowserBrokerApi,
  spec: BrowserSpec,
  timeoutMs: number,
): Promise<RawAnswer> {
  const { lease, browser } = await openBrowser(binding, broker, Date.now() + timeoutMs);
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
    await leave(browser, broken);
    await giveBack(broker, lease, broken);
  }
}

/** What the request came to stands, whether the broker hears of it or not: the lease ends by itself. */
async function giveBack(broker: BrowserBrokerApi, lease: string, broken: boolean): Promise<void> {
  await finishes(broker.release(lease, broken));
}

/** Takes a session from the broker, launching one where it says so, until `deadline` (Unix ms). */
async function openBrowser(
  binding: BrowserWorker,
  broker: BrowserBrokerApi,
  deadline: number,
): Promise<Lease> {
  const holder = crypto.randomUUID();
  for (;;) {
    const grant = await broker.acquire(holder);
    if (grant.kind === "wait") {
      if (Date.now() + grant.waitMs > deadline) throw new BrowserBusyError(grant.waitMs);
      await sleep(grant.waitMs);
      continue;
    }
    try {
      return { lease: grant.lease, browser: await connect(binding, broker, grant) };
    } catch (error) {
      await giveBack(broker, grant.lease, true);
      // A session that ended while it lay idle is no failure of this request: the next grant is another one.
      if (grant.kind === "reuse" && Date.now() < deadline) continue;
      throw new FetchError(`browser did not start: ${messageOf(error)}`, error);
    }
  }
}

async function connect(
  binding: BrowserWorker,
  broker: BrowserBrokerApi,
  grant: { kind: "reuse"; sessionId: string } | { kind: "launch"; lease: string },
): Promise<Browser> {
  if (grant.kind === "reuse") return puppeteer.connect(binding, grant.sessionId);
  const { sessionId } = await puppeteer.acquire(binding);
  // Told to the broker before anything else can fail, so that no browser is left running unknown.
  const known = await broker.register(grant.lease, sessionId).catch(() => false);
  const browser = await puppeteer.connect(binding, sessionId);
  if (known) return browser;
  await leave(browser, true);
  throw new Error("the broker did not take the session");
}

type InPage<T> = ({ ok: true; value: T } | { ok: false; error: unknown }) & {
  /** False: the tab could not be closed, so the session is not fit for another use. */
  closed: boolean;
};

/** Runs `use` in a tab of its own, so that nothing of one search leaks into the next. */
async function inPage<T>(browser: Browser, use: (page: Page) => Promise<T>): Promise<InPage<T>> {
  const page = await browser.newPage();
  const result = await use(page).then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, error }),
  );
  return { ...result, closed: browser.isConnected() && (await finishes(page.close())) };
}

/** Leaves the session to the next user, or ends it. */
async function leave(browser: Browser, broken: boolean): Promise<void> {
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
