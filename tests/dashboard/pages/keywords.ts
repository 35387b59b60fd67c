/** The keywords page. */
import type { Locator, Page } from "playwright-core";
import type { KeywordAction } from "../../../shared/contracts/keyword.ts";
import type { KeywordState, Platform } from "../../../shared/contracts/platform.ts";
import { choose } from "./controls.ts";

export interface KeywordForm {
  platform: Platform;
  keyword: string;
  city?: string;
}

export class KeywordsPage {
  readonly root: Locator;
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByTestId("keywords");
    this.table = page.getByTestId("keyword-table");
  }

  /** Finds the row of a keyword by its text. */
  row(keyword: string): Locator {
    const name = this.#page.getByTestId("keyword-open").filter({ hasText: keyword });
    return this.table.locator("tbody tr").filter({ has: name });
  }

  /** Finds the state tag of a row; wait for `[data-state="done"]` and the like. */
  state(keyword: string, state: KeywordState | "deleted"): Locator {
    return this.row(keyword).locator(`[data-testid="state"][data-state="${state}"]`);
  }

  async add({ platform, keyword, city }: KeywordForm): Promise<void> {
    await this.#page.getByTestId("add-keyword").click();
    await this.#page.getByTestId("add-keyword-text").fill(keyword);
    await this.#page.getByTestId(`add-${platform}`).check();
    await choose(this.#page, "add-city", city ?? "全国");
    // Several cities can be chosen, so the list stays open until something else is clicked.
    await this.#page.getByTestId("add-keyword-text").click();
    await this.#page.getByTestId("add-submit").click();
    await this.row(keyword).waitFor();
  }

  /** @param file name, and content as CSV */
  async importCsv(file: { name: string; content: string }): Promise<void> {
    await this.#page.getByTestId("import-keywords").click();
    const input = this.#page.getByTestId("import-dialog").locator("input[type=file]");
    await input.setInputFiles({
      name: file.name,
      mimeType: "text/csv",
      buffer: Buffer.from(file.content),
    });
  }

  importResult(): Locator {
    return this.#page.getByTestId("import-result");
  }

  /** Finds the rows of the table of bad CSV rows. */
  importProblems(): Locator {
    return this.#page.getByTestId("import-problems").locator("tbody tr.ant-table-row");
  }

  /** Chooses an action in the row's menu; destructive actions are confirmed. */
  async act(keyword: string, action: KeywordAction): Promise<void> {
    await this.row(keyword).getByTestId("row-actions").click();
    await this.#page.getByTestId(`action-${action}`).click();
    await this.#confirmIfAsked(action);
  }

  async select(keyword: string): Promise<void> {
    await this.row(keyword).getByRole("checkbox").check();
  }

  async actOnSelection(action: KeywordAction): Promise<void> {
    await this.#page.getByTestId(`bulk-${action}`).click();
    await this.#confirmIfAsked(action);
  }

  async undo(): Promise<void> {
    await this.#page.getByTestId("undo").click();
  }

  async openHistory(keyword: string): Promise<Locator> {
    await this.row(keyword).getByTestId("keyword-open").click();
    const timeline = this.#page.getByTestId("timeline");
    await timeline.waitFor();
    return timeline;
  }

  async search(text: string): Promise<void> {
    const box = this.#page.getByTestId("filter-search").locator("input");
    await box.fill(text);
    await box.press("Enter");
  }

  async filter(by: "platform" | "state" | "city", value: string): Promise<void> {
    await choose(this.#page, `filter-${by}`, value);
  }

  async #confirmIfAsked(action: KeywordAction): Promise<void> {
    if (action === "delete" || action === "skip" || action === "restart")
      await this.#page.getByTestId("confirm").click();
  }
}
