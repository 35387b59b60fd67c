/** The users page. */
import type { Locator, Page } from "playwright-core";
import { takeSecret } from "./controls.ts";

export interface UserForm {
  username: string;
  name: string;
  email: string;
  role: string;
}

export class UsersPage {
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByTestId("user-table");
  }

  row(username: string): Locator {
    const name = this.#page.getByTestId("username").filter({ hasText: username });
    return this.table.locator("tbody tr").filter({ has: name });
  }

  /** @returns the first password, shown once */
  async add({ username, name, email, role }: UserForm): Promise<string> {
    await this.#page.getByTestId("add-user").click();
    await this.#page.getByTestId("user-username").fill(username);
    await this.#page.getByTestId("user-name").fill(name);
    await this.#page.getByTestId("user-email").fill(email);
    await this.#page.getByTestId(`choose-${role}`).click();
    await this.#page.getByTestId("user-submit").click();
    return takeSecret(this.#page);
  }

  async act(username: string, action: "disable" | "enable" | "password" | "delete"): Promise<void> {
    await this.row(username).getByTestId("row-actions").click();
    await this.#page.getByTestId(`action-${action}`).click();
    if (action !== "enable") await this.#page.getByTestId("confirm").click();
  }

  async undo(): Promise<void> {
    await this.#page.getByTestId("undo").click();
  }
}
