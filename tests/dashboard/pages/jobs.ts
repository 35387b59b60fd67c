/** The postings page. */
import type { Locator, Page } from "playwright-core";

export class JobsPage {
  readonly root: Locator;
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByTestId("jobs");
    this.table = page.getByTestId("job-table");
  }

  rows(): Locator {
    return this.table.locator("tbody tr.ant-table-row");
  }

  async search(text: string): Promise<void> {
    const box = this.#page.getByTestId("filter-search").locator("input");
    await box.fill(text);
    await box.press("Enter");
  }

  async refresh(): Promise<void> {
    await this.#page.getByTestId("refresh-jobs").click();
  }

  async loadMore(): Promise<void> {
    await this.#page.getByTestId("load-more").click();
  }
}
