/** The analytics page. */
import type { Locator, Page } from "playwright-core";
import { choose, numberIn } from "./controls.ts";

type Tab = "overview" | "distribution" | "salary" | "skills" | "companies" | "compare" | "index";

export class AnalyticsPage {
  readonly root: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByTestId("analytics");
  }

  async openTab(tab: Tab): Promise<void> {
    await this.#page.getByTestId(`tab-${tab}`).click();
  }

  /** Reads one of the totals, which stand on the overview. */
  total(name: "postings" | "new" | "open" | "companies"): Promise<number> {
    return numberIn(this.#page.getByTestId(`total-${name}`));
  }

  figure(id: string): Locator {
    return this.#page.getByTestId(`figure-${id}`);
  }

  /** The N of a figure's card. */
  n(id: string): Promise<number> {
    return numberIn(this.figure(id).getByTestId("card-n"));
  }

  /** Chooses one value of a list of the filter; the chips below then name it. */
  async filter(
    name: "city" | "platform" | "experience" | "degree" | "keyword",
    value: string,
  ): Promise<void> {
    await this.#page.getByTestId(`filter-${name}`).click();
    const option = this.#page.getByTestId(`option-${value}`);
    await option.click();
    await this.#page.keyboard.press("Escape");
    await this.chip(name).filter({ visible: true }).first().waitFor();
  }

  chip(name: string): Locator {
    return this.#page.getByTestId(`chip-${name}`);
  }

  async groupBy(dimension: string): Promise<void> {
    await choose(this.#page, "by", dimension);
  }

  /** Switches a figure between chart and table. */
  async switchView(id: string): Promise<void> {
    await this.#page.getByTestId(`switch-${id}`).click();
  }

  /** Rows of a figure's table as texts, cell by cell. */
  async table(id: string): Promise<string[][]> {
    const rows = this.figure(id).locator("tbody tr");
    await rows.first().waitFor();
    return rows.evaluateAll((found) =>
      found.map((row) => [...row.children].map((cell) => cell.textContent ?? "")),
    );
  }

  /** Downloads a figure's data. @returns the text of the file */
  async downloadCsv(id: string): Promise<string> {
    await this.#page.getByTestId(`download-${id}`).click();
    const [download] = await Promise.all([
      this.#page.waitForEvent("download"),
      this.#page.getByTestId("download-csv").click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
  }
}
