/** The header and the menu. */
import type { Locator, Page } from "playwright-core";
import type { PageName } from "../../../shared/dashboard/pages.ts";
import { chooseWithin } from "./controls.ts";

/** Header and menu are on every page behind the sign-in. */
export class Frame {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** It opens the menu first if that is a drawer. */
  async goTo(screen: PageName): Promise<void> {
    const opener = this.#page.getByTestId("open-menu");
    if (await opener.isVisible()) await opener.click();
    await this.entry(screen).click();
    await this.#page.getByTestId(screen).waitFor();
  }

  /** Finds an entry of the side menu. */
  entry(screen: PageName): Locator {
    return this.#page.getByTestId(`nav-${screen}`);
  }

  /** True when the whole entry of the page is within the window; a pointer was not needed to bring it there. */
  async showsEntry(screen: PageName): Promise<boolean> {
    const box = await this.entry(screen).boundingBox();
    const height = this.#page.viewportSize()?.height ?? 0;
    return box !== null && box.y >= 0 && box.y + box.height <= height;
  }

  /** Lists the pages that the side menu leads to, in its order. */
  async screens(): Promise<PageName[]> {
    const entries = this.#page.locator(".side-menu a");
    const ids = await entries.evaluateAll((found) => found.map((link) => link.getAttribute("data-testid")));
    return ids.map((id) => id?.replace("nav-", "") as PageName);
  }

  async goToAccount(): Promise<void> {
    await this.#page.getByTestId("account-menu").click();
    await this.#page.getByTestId("nav-account").click();
    await this.#page.getByTestId("account").waitFor();
  }

  async switchLanguage(language: "zh-CN" | "en-US"): Promise<void> {
    const switched = this.#page.locator(`html[lang="${language}"]`);
    await chooseWithin(async (limit) => {
      const item = this.#page.getByTestId(`language-${language}`);
      if (!(await item.isVisible())) await this.#page.getByTestId("language-switch").click(limit);
      await item.click(limit);
      await switched.waitFor({ state: "attached", ...limit });
    });
  }

  async switchTheme(theme: "light" | "dark"): Promise<void> {
    const switched = this.#page.locator(`html[data-theme="${theme}"]`);
    if ((await switched.count()) === 0) await this.#page.getByTestId("theme-switch").click();
    await switched.waitFor({ state: "attached" });
  }

  async signOut(): Promise<void> {
    await this.#page.getByTestId("account-menu").click();
    await this.#page.getByTestId("sign-out").click();
    await this.#page.getByTestId("sign-in").waitFor();
  }
}
