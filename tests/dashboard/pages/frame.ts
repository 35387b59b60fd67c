/** The header and the menu. */
import type { Locator, Page } from "playwright-core";
import { TAKEN_MS } from "./controls.ts";

export type Screen =
  | "overview"
  | "keywords"
  | "jobs"
  | "analytics"
  | "users"
  | "roles"
  | "departments"
  | "menus"
  | "api-keys"
  | "audit-log";

/** Header and menu are on every page behind the sign-in. */
export class Frame {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** It opens the menu first if that is a drawer. */
  async goTo(screen: Screen): Promise<void> {
    const opener = this.#page.getByTestId("open-menu");
    if (await opener.isVisible()) await opener.click();
    await this.entry(screen).click();
    await this.#page.getByTestId(screen).waitFor();
  }

  /** Finds an entry of the side menu. */
  entry(screen: Screen): Locator {
    return this.#page.getByTestId(`nav-${screen}`);
  }

  async goToAccount(): Promise<void> {
    await this.#page.getByTestId("account-menu").click();
    await this.#page.getByTestId("nav-account").click();
    await this.#page.getByTestId("account").waitFor();
  }

  /** A menu that is still opening can lose the click: then it is chosen once more. */
  async switchLanguage(language: "zh-CN" | "en-US"): Promise<void> {
    const switched = this.#page.locator(`html[lang="${language}"]`);
    for (let attempt = 1; ; attempt++) {
      const item = this.#page.getByTestId(`language-${language}`);
      if (!(await item.isVisible())) await this.#page.getByTestId("language-switch").click();
      await item.click();
      try {
        await switched.waitFor({ state: "attached", timeout: TAKEN_MS });
        return;
      } catch (error) {
        if (attempt === 2) throw error;
      }
    }
  }

  async signOut(): Promise<void> {
    await this.#page.getByTestId("account-menu").click();
    await this.#page.getByTestId("sign-out").click();
    await this.#page.getByTestId("sign-in").waitFor();
  }
}
