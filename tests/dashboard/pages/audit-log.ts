/** The audit log. */
import type { Locator, Page } from "playwright-core";

export class AuditLogPage {
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByTestId("audit-table");
  }

  /** Finds the rows of an action by one person. */
  rows(actor: string, action: string): Locator {
    const who = this.#page.getByTestId("audit-actor").filter({ hasText: actor });
    const what = this.#page.locator(`[data-testid="audit-action"][data-action="${action}"]`);
    return this.table.locator("tbody tr.ant-table-row").filter({ has: who }).filter({ has: what });
  }

  /** Opens a row; answers what was changed. */
  async open(row: Locator): Promise<Locator> {
    await row.getByRole("button").first().click();
    const details = this.#page.getByTestId("audit-details");
    await details.waitFor();
    return details;
  }
}
