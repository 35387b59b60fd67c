/** The overview. */
import type { Locator, Page } from "playwright-core";
import type { KeywordState, Platform } from "../../../shared/contracts/platform.ts";
import { numberIn } from "./controls.ts";

export class OverviewPage {
  readonly root: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByTestId("overview");
  }

  platform(platform: Platform): Locator {
    return this.#page.getByTestId(`platform-${platform}`);
  }

  /** Counts the platform's keywords in this state; `partial` and `paused` are shown only when there are some. */
  count(platform: Platform, state: KeywordState): Promise<number> {
    return numberIn(this.#page.getByTestId(`count-${platform}-${state}`));
  }

  pagesAMinute(platform: Platform): Promise<number> {
    return numberIn(this.#page.getByTestId(`rate-${platform}`));
  }

  waitingRows(): Promise<number> {
    return numberIn(this.#page.getByTestId("waiting-rows"));
  }

  /** The state is `closed`, `open` or `half-open`. */
  breaker(platform: Platform): Promise<string | null> {
    return this.#page.getByTestId(`breaker-${platform}`).getAttribute("data-state");
  }

  async run(platform: Platform): Promise<void> {
    await this.#page.getByTestId(`run-${platform}`).click();
  }

  async resetBreaker(platform: Platform): Promise<void> {
    await this.#page.getByTestId(`reset-${platform}`).click();
    await this.#page.getByTestId("confirm").click();
  }
}
