/** The API keys page. */
import type { Locator, Page } from "playwright-core";
import { takeSecret } from "./controls.ts";

export class ApiKeysPage {
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByTestId("key-table");
  }

  /** @returns the key, shown once */
  async add(name: string, password: string): Promise<string> {
    await this.#page.getByTestId("add-key").click();
    await this.#page.getByTestId("key-name-input").fill(name);
    await this.#page.getByTestId("current-password").fill(password);
    await this.#page.getByTestId("key-submit").click();
    return takeSecret(this.#page);
  }

  async revoke(name: string): Promise<void> {
    const row = this.table.locator("tbody tr").filter({ hasText: name });
    await row.getByTestId("revoke-key").click();
    await this.#page.getByTestId("confirm").click();
    await row.waitFor({ state: "detached" });
  }
}
