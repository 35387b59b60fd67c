/** The roles page. */
import type { Locator, Page } from "playwright-core";

export class RolesPage {
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByTestId("role-table");
  }

  row(name: string): Locator {
    const cell = this.#page.getByTestId("role-name").filter({ hasText: name });
    return this.table.locator("tbody tr").filter({ has: cell });
  }

  /** @param search finds a group of permissions; those of the first group found are granted */
  async add(name: string, search: string): Promise<void> {
    await this.#page.getByTestId("add-role").click();
    await this.#page.getByTestId("role-name-input").fill(name);
    await this.#page.getByTestId("permission-search").fill(search);
    await this.#page.getByTestId("permission-tree").locator(".ant-tree-checkbox").first().click();
    await this.#page.getByTestId("role-submit").click();
    await this.row(name).waitFor();
  }

  async delete(name: string): Promise<void> {
    await this.row(name).getByTestId("row-actions").click();
    await this.#page.getByTestId("action-delete").click();
    await this.#page.getByTestId("confirm").click();
    await this.row(name).waitFor({ state: "detached" });
  }

  async undo(): Promise<void> {
    await this.#page.getByTestId("undo").click();
  }
}
