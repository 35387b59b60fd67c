/** The screens before the dashboard: sign-in, first password, reset. */
import type { Locator, Page } from "playwright-core";

export class SignInPage {
  readonly card: Locator;
  readonly refused: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.card = page.getByTestId("sign-in");
    this.refused = page.getByTestId("sign-in-refused");
  }

  /** @param origin of the dashboard, without a trailing slash */
  async open(origin: string): Promise<void> {
    await this.#page.goto(`${origin}/`);
    await this.card.waitFor();
  }

  async signIn(account: string, password: string): Promise<void> {
    await this.#page.getByTestId("account-input").fill(account);
    await this.#page.getByTestId("password-input").fill(password);
    await this.#page.getByTestId("sign-in-submit").click();
  }

  /** Signs in for the first time: the password that somebody else chose is replaced at once. */
  async enterFirst(account: string, first: string, own: string): Promise<void> {
    await this.signIn(account, first);
    await this.#page.getByTestId("first-password").waitFor();
    await this.setPassword(own, "password-submit");
    await this.#page.getByTestId("account-menu").waitFor();
  }

  /** Fills both fields of a new password. */
  async setPassword(password: string, submit: "password-submit" | "reset-submit"): Promise<void> {
    await this.#page.getByTestId("new-password").fill(password);
    await this.#page.getByTestId("repeat-password").fill(password);
    await this.#page.getByTestId(submit).click();
  }

  async enterCode(code: string): Promise<void> {
    await this.#page.getByTestId("code-input").fill(code);
    await this.#page.getByTestId("code-submit").click();
  }

  async forgot(account: string): Promise<void> {
    await this.#page.getByTestId("forgot-password").click();
    await this.#page.getByTestId("forgot-account").fill(account);
    await this.#page.getByTestId("forgot-submit").click();
    await this.#page.getByTestId("forgot-sent").waitFor();
  }

  /** @param link as it stands in the mail */
  async resetBy(link: string, password: string): Promise<void> {
    await this.#page.goto(link);
    await this.setPassword(password, "reset-submit");
    await this.#page.getByTestId("reset-done").waitFor();
    await this.#page.getByTestId("to-sign-in").click();
    await this.card.waitFor();
  }
}
