/** One local stack and one browser for all tests of the dashboard, for a start takes longer than most of them. */
import { rm, writeFile } from "node:fs/promises";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { findChromium } from "../../local/chrome/install.ts";
import {
  freePortBase,
  type LocalStack,
  makeMigratedDataDir,
  removeDataDir,
  startLocalStack,
} from "../support/local-stack.ts";
import { until } from "../support/until.ts";

const START_MS = 600_000;
/** A page of a busy machine may take this long for what it does; a test that passes never waits for it. */
const PATIENCE_MS = 120_000;

export interface Dashboard {
  stack: LocalStack;
  /** The address of the dashboard, without a trailing slash. */
  origin: string;
  browser: Browser;
  /** The page of the first admin. */
  page: Page;
  /** The errors of all pages. */
  complaints: string[];
  /** Opens a page that has nothing in common with the others, except the session it is given. */
  newBrowser(storageState?: BrowserContextOptions["storageState"]): Promise<Page>;
}

/** Call it in a `describe`: what it returns is filled before the first test. */
export function useDashboard(): Dashboard {
  const dashboard = { complaints: [] as string[], newBrowser } as Dashboard;
  async function newBrowser(storageState?: BrowserContextOptions["storageState"]): Promise<Page> {
    const context = await dashboard.browser.newContext({
      ...(storageState && { storageState }),
      viewport: { width: 1280, height: 800 },
      locale: "en-US",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on("pageerror", (error) => dashboard.complaints.push(String(error)));
    return page;
  }

  beforeAll(async () => {
    // survival/npm-start.test.ts starts with nothing.
    const dataDir = await makeMigratedDataDir();
    const keywords = `${dataDir}.csv`;
    await writeFile(keywords, "platform,keyword,city,priority\nqcwy,Python,上海,5\n");
    const stack = startLocalStack(dataDir, await freePortBase(), ["--keywords", keywords]);
    dashboard.stack = stack;
    dashboard.origin = `http://127.0.0.1:${stack.ports.dashboard}`;
    const chrome = await findChromium();
    dashboard.browser = await chromium.launch({
      executablePath: chrome.path,
      env: { ...process.env, ...chrome.env },
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    dashboard.page = await newBrowser();
    await until(
      "npm start to be up",
      async () => stack.output().includes("Ctrl-C ends everything"),
      START_MS,
    );
  });

  afterAll(async () => {
    const { browser, stack } = dashboard;
    await browser?.close();
    stack?.kill("SIGINT");
    await stack?.ended;
    if (!stack) return;
    await removeDataDir(stack.dataDir);
    await rm(`${stack.dataDir}.csv`);
  });

  return dashboard;
}
