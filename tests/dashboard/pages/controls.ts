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

/** A select or a menu may take this long to show what was chosen, milliseconds. */
export const TAKEN_MS = 3000;

/**
 * Opens a select and takes the option with this value. A dialog that is still opening can close the list
 * under the click: then it is opened once more.
 */
export async function choose(page: Page, testId: string, value: string): Promise<void> {
  const select = page.getByTestId(testId);
  const option = page.getByTestId(`option-${value}`);
  for (let attempt = 1; ; attempt++) {
    await select.click();
    const box = select.getByRole("combobox");
    // Long lists are rendered in part only: typing shows the option.
    if (await box.isEditable()) await box.fill(value);
    const label = (await option.textContent()) ?? value;
    await option.click();
    try {
      await select.filter({ hasText: label }).waitFor({ timeout: TAKEN_MS });
      return;
    } catch (error) {
      if (attempt === 2) throw error;
    }
  }
}

/** Reads a secret from its dialog and closes that. */
export async function takeSecret(page: Page): Promise<string> {
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  await page.getByTestId("secret-close").click();
  return secret;
}
