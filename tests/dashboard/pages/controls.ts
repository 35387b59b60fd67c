/**
 * Controls that several screens have. The files beside this one drive the dashboard for tests: there is one class per
 * screen, and selectors use `data-testid`, never text, so that they work in both languages.
 */
import type { Locator, Page } from "playwright-core";

/** Counts are written with the language's own group separators. */
const toNumber = (text: string | null): number => Number((text ?? "").replaceAll(/\D/g, ""));

/** Waits until the locator stands on the page, then reads its number. */
export async function numberIn(locator: Locator): Promise<number> {
  await locator.waitFor();
  return toNumber(await locator.textContent());
}

/** A select or a menu that does not show what was chosen after this time lost the click, milliseconds. */
const TAKEN_MS = 3000;
const ATTEMPTS = 10;

/**
 * Chooses in a select or a menu. While a dialog or the list itself is still opening, it can lose the click or close under
 * it: then everything is done once more.
 * @param attempt opens and chooses; each step gives up after `timeout`
 */
export async function chooseWithin(attempt: (limit: { timeout: number }) => Promise<void>): Promise<void> {
  for (let left = ATTEMPTS - 1; ; left--) {
    try {
      return await attempt({ timeout: TAKEN_MS });
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

/** Opens a select and takes the option with this value. */
export async function choose(page: Page, testId: string, value: string): Promise<void> {
  const select = page.getByTestId(testId);
  const option = page.getByTestId(`option-${value}`);
  await select.waitFor();
  await chooseWithin(async (limit) => {
    if (!(await option.isVisible())) await select.click(limit);
    const box = select.getByRole("combobox");
    // Long lists are rendered in part only: typing shows the option.
    if (await box.isEditable()) await box.fill(value, limit);
    const label = (await option.textContent(limit)) ?? value;
    await option.click(limit);
    await select.filter({ hasText: label }).waitFor(limit);
  });
}

/** Reads a secret from its dialog and closes that. */
export async function takeSecret(page: Page): Promise<string> {
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  await page.getByTestId("secret-close").click();
  return secret;
}
