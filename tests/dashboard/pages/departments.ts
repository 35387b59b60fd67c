/** The departments page. */
import type { Locator, Page } from "playwright-core";

export class DepartmentsPage {
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByTestId("department-table");
  }

  row(name: string): Locator {
    const cell = this.#page.getByTestId("department-name").filter({ hasText: name });
    return this.table.locator("tbody tr").filter({ has: cell });
  }

  /** @param below name of the department that it belongs to */
  async add(name: string, below?: string): Promise<void> {
    if (below === undefined) await this.#page.getByTestId("add-department").click();
    else {
      await this.row(below).getByTestId("row-actions").click();
      await this.#page.getByTestId("action-add-below").click();
    }
    await this.#page.getByTestId("department-name-input").fill(name);
    await this.#page.getByTestId("department-submit").click();
    await this.row(name).waitFor();
  }

  async delete(name: string): Promise<void> {
    await this.row(name).getByTestId("row-actions").click();
    await this.#page.getByTestId("action-delete").click();
    await this.#page.getByTestId("confirm").click();
  }
}
