/** The account page. */
import type { Page } from "playwright-core";

export class AccountPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /**
   * @param totp the authenticator: makes six digits from the secret
   * @returns the backup codes
   */
  async useTwoFactor(password: string, totp: (secret: string) => string): Promise<string[]> {
    await this.#page.getByTestId("two-factor-password").fill(password);
    await this.#page.getByTestId("two-factor-submit").click();
    const secret = (await this.#page.getByTestId("totp-secret").textContent()) ?? "";
    const codes = await this.#page.getByTestId("backup-codes").locator("li").allTextContents();
    await this.#page.getByTestId("two-factor-code").fill(totp(secret));
    await this.#page.getByTestId("two-factor-confirm").click();
    await this.#page.locator('[data-testid="two-factor-state"][data-state="on"]').waitFor();
    return codes;
  }
}
