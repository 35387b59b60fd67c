/**
 * Drives the dashboard for tests: there is one class per screen, and selectors use `data-testid`, never text, so
 * that they work in both languages.
 */
import type { Locator, Page } from "playwright-core";
import type { KeywordAction } from "../../shared/contracts/keyword.ts";
import type { KeywordState, Platform } from "../../shared/contracts/platform.ts";

/** Counts are written with the language's own group separators. */
const toNumber = (text: string | null): number => Number((text ?? "").replaceAll(/\D/g, ""));

/** Waits until the locator stands on the page, then reads its number. */
async function numberIn(locator: Locator): Promise<number> {
  await locator.waitFor();
  return toNumber(await locator.textContent());
}

/** A select may take this long to show the chosen option, milliseconds. */
const TAKEN_MS = 3000;

/**
 * Opens a select and takes the option with this value. A dialog that is still opening can close the list
 * under the click: then it is opened once more.
 */
async function choose(page: Page, testId: string, value: string): Promise<void> {
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

export type Screen =
  | "overview"
  | "keywords"
  | "jobs"
  | "users"
  | "roles"
  | "departments"
  | "menus"
  | "api-keys"
  | "audit-log";

/** Header and menu are on every page behind the sign-in. */
export class Frame {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Where the menu is a drawer, this opens it first. */
  async goTo(screen: Screen): Promise<void> {
    const opener = this.#page.getByTestId("open-menu");
    if (await opener.isVisible()) await opener.click();
    await this.entry(screen).click();
    await this.#page.getByTestId(screen).waitFor();
  }

  /** Finds an entry of the side menu. */
  entry(screen: Screen): Locator {
    return this.#page.getByTestId(`nav-${screen}`);
  }

  async goToAccount(): Promise<void> {
    await this.#page.getByTestId("account-menu").click();
    await this.#page.getByTestId("nav-account").click();
    await this.#page.getByTestId("account").waitFor();
  }

  /** A menu that is still opening can lose the click: then it is chosen once more. */
  async switchLanguage(language: "zh-CN" | "en-US"): Promise<void> {
    const switched = this.#page.locator(`html[lang="${language}"]`);
    for (let attempt = 1; ; attempt++) {
      const item = this.#page.getByTestId(`language-${language}`);
      if (!(await item.isVisible())) await this.#page.getByTestId("language-switch").click();
      await item.click();
      try {
        await switched.waitFor({ state: "attached", timeout: TAKEN_MS });
        return;
      } catch (error) {
        if (attempt === 2) throw error;
      }
    }
  }

  async signOut(): Promise<void> {
    await this.#page.getByTestId("account-menu").click();
    await this.#page.getByTestId("sign-out").click();
    await this.#page.getByTestId("sign-in").waitFor();
  }
}

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

export class JobsPage {
  readonly root: Locator;
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.root = page.getByTestId("jobs");
    this.table = page.getByTestId("job-table");
  }

  rows(): Locator {
    return this.table.locator("tbody tr.ant-table-row");
  }

  async search(text: string): Promise<void> {
    const box = this.#page.getByTestId("filter-search").locator("input");
    await box.fill(text);
    await box.press("Enter");
  }

  async loadMore(): Promise<void> {
    await this.#page.getByTestId("load-more").click();
  }
}

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

/** Reads a secret from its dialog and closes that. */
async function takeSecret(page: Page): Promise<string> {
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  await page.getByTestId("secret-close").click();
  return secret;
}

export class ApiKeysPage {
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByTestId("key-table");
  }

  /** @returns the key, shown once */
  async add(name: string, password: string): Promise<string> {
    await this.#page.getByTestId("add-key").click();
    await this.#page.getByTestId("key-name-input").fill(name);
    await this.#page.getByTestId("current-password").fill(password);
    await this.#page.getByTestId("key-submit").click();
    return takeSecret(this.#page);
  }

  async revoke(name: string): Promise<void> {
    const row = this.table.locator("tbody tr").filter({ hasText: name });
    await row.getByTestId("revoke-key").click();
    await this.#page.getByTestId("confirm").click();
    await row.waitFor({ state: "detached" });
  }
}

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

export class RolesPage {
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByTestId("role-table");
  }

  row(name: string): Locator {
    const cell = this.#page.getByTestId("role-name").filter({ hasText: name });
    return this.table.locator("tbody tr").filter({ has: cell });
  }

  /** @param search finds a group of permissions; those of the first group found are granted */
  async add(name: string, search: string): Promise<void> {
    await this.#page.getByTestId("add-role").click();
    await this.#page.getByTestId("role-name-input").fill(name);
    await this.#page.getByTestId("permission-search").fill(search);
    await this.#page.getByTestId("permission-tree").locator(".ant-tree-checkbox").first().click();
    await this.#page.getByTestId("role-submit").click();
    await this.row(name).waitFor();
  }

  async delete(name: string): Promise<void> {
    await this.row(name).getByTestId("row-actions").click();
    await this.#page.getByTestId("action-delete").click();
    await this.#page.getByTestId("confirm").click();
    await this.row(name).waitFor({ state: "detached" });
  }

  async undo(): Promise<void> {
    await this.#page.getByTestId("undo").click();
  }
}

export class DepartmentsPage {
  readonly table: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByTestId("department-table");
  }

  row(name: string): Locator {
    const cell = this.#page.getByTestId("department-name").filter({ hasText: name });
    return this.table.locator("tbody tr").filter({ has: cell });
  }

  /** @param below name of the department that it belongs to */
  async add(name: string, below?: string): Promise<void> {
    if (below === undefined) await this.#page.getByTestId("add-department").click();
    else {
      await this.row(below).getByTestId("row-actions").click();
      await this.#page.getByTestId("action-add-below").click();
    }
    await this.#page.getByTestId("department-name-input").fill(name);
    await this.#page.getByTestId("department-submit").click();
    await this.row(name).waitFor();
  }

  async delete(name: string): Promise<void> {
    await this.row(name).getByTestId("row-actions").click();
    await this.#page.getByTestId("action-delete").click();
    await this.#page.getByTestId("confirm").click();
  }
}
