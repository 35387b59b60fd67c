/**
 * Looks at every page that the menu leads to and at each of its tabs. A new page of the menu is looked at without a
 * line here.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { Frame } from "./frame.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The desktop on which the tables have all of their columns, and a telephone. */
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
/** Stands in the place of something that still loads. */
const LOADING = "main :is(.skeleton, .spinner, .ant-skeleton, .ant-spin-spinning)";
const TABS = "main .page-tabs a";

/** Looks at the page that is open. @returns a sentence for each problem */
type Look = (page: Page) => Promise<string[]>;

/** @returns a line for each problem, with address, rule and selector; empty when there is none */
export async function problemsOfEveryPage(page: Page, looks: readonly Look[]): Promise<string[]> {
  await page.evaluate(AXE);
  const frame = new Frame(page);
  const problems: string[] = [];
  const look = async () => {
    await page.locator(LOADING).first().waitFor({ state: "detached" });
    const { pathname, search } = new URL(page.url());
    for (const find of looks) {
      const found = await find(page);
      problems.push(...found.map((problem) => `${pathname}${search}: ${problem}`));
    }
  };
  for (const screen of await frame.screens()) {
    await frame.goTo(screen);
    await look();
    const tabs = await page.locator(TABS).count();
    for (let tab = 1; tab < tabs; tab++) {
      await page.locator(TABS).nth(tab).click();
      await page.locator(`${TABS}:nth-child(${tab + 1})[aria-current=page]`).waitFor();
      await look();
    }
  }
  await frame.goToAccount();
  await look();
  return problems;
}

const IMPACTS = ["serious", "critical"] as const;
/** `axe._audit.rules`: the public list of rules does not tell their impact. */
type Rules = { _audit: { rules: { id: string; impact?: string }[] } };

/** What axe calls serious or critical, and what did not load, for then there was nothing to look at. */
export async function problemsOfAxe(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate((impacts: readonly string[]) => {
    const own = (window as unknown as { axe: typeof axe & Rules }).axe;
    // A rule's impact is that of all it finds, so the other rules would only take time.
    const others = own._audit.rules.filter(({ impact }) => impact !== undefined && !impacts.includes(impact));
    return own.run(
      // The rows of a list are alike, and axe's time grows with them.
      { include: [["body"]], exclude: [["tbody tr:nth-child(n + 6)"]] },
      {
        resultTypes: ["violations"],
        rules: Object.fromEntries(others.map(({ id }) => [id, { enabled: false }])),
      },
    );
  }, IMPACTS);
  const failed = await page.getByTestId("error-panel").allTextContents();
  return [
    ...failed.map((text) => `failed to load: ${text}`),
    ...violations
      .filter(({ impact }) => IMPACTS.some((one) => one === impact))
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`),
      ),
  ];
}

/** On a narrow screen the page itself must not scroll sideways, and no table may lose its last columns. */
export async function cutOffs(page: Page): Promise<string[]> {
  await page.setViewportSize(NARROW);
  await page.getByTestId("open-menu").waitFor();
  const found = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const cut = [...document.querySelectorAll("main section.table:not(.scrolls)")].filter(
      (box) =>
        (box.querySelector("table")?.getBoundingClientRect().right ?? 0) >
        box.getBoundingClientRect().right + 1,
    );
    return [
      ...(scrollWidth > clientWidth ? [`scrolls sideways: ${scrollWidth} of ${clientWidth} px`] : []),
      ...cut.map((box) => `cuts off a table: ${box.getAttribute("data-testid")}`),
    ];
  });
  await page.setViewportSize(WIDE);
  await page.getByTestId("open-menu").waitFor({ state: "detached" });
  return found;
}
