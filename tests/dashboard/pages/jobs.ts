/** The postings page. */
import type { Locator, Page } from "playwright-core";

export class JobsPage {
  readonly root: Locator;
  readonly table: Locator;
  /** The part of the drawer that says why the posting is there. */
  readonly why: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByTestId("jobs");
    this.table = page.getByTestId("job-table");
    this.why = page.getByTestId("job-why");
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

  /** Opens the first posting by the keyboard. */
  async openFirst(): Promise<void> {
    const first = this.table.getByTestId("open-job").first();
    await first.focus();
    await first.press("Enter");
    await this.why.waitFor();
  }

  /** The marked words of the list, in small letters. */
  async marked(): Promise<string[]> {
    const words = await this.table.locator("mark").allTextContents();
    return words.map((word) => word.toLowerCase());
  }

  async loadMore(): Promise<void> {
    await this.#page.getByTestId("load-more").click();
  }
}
