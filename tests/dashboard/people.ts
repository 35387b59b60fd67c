/** People sign in, may do what their roles allow and no more, and are audited. */
import { createHmac } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { LocalStack } from "../support/local-stack.ts";
import { until } from "../support/until.ts";
import type { Dashboard } from "./dashboard.ts";
import { AccountPage } from "./pages/account.ts";
import { ApiKeysPage } from "./pages/api-keys.ts";
import { AuditLogPage } from "./pages/audit-log.ts";
import { DepartmentsPage } from "./pages/departments.ts";
import { Frame } from "./pages/frame.ts";
import { KeywordsPage } from "./pages/keywords.ts";
import { RolesPage } from "./pages/roles.ts";
import { SignInPage } from "./pages/sign-in.ts";
import { UsersPage } from "./pages/users.ts";

const OWN = "the cat sat on 9 mats";
const OLGAS = "my neighbour sings at 7";
const OLGA = { username: "olga", name: "Olga Ops", email: "olga@example.com", role: "operator" };

/** The first admin stays signed in. */
export function people(dashboard: Dashboard): void {
  let stack: LocalStack;
  let origin: string;
  /** One browser is the first admin's, one the operator's. */
  let page: Page;
  let other: Page;
  let olgasPassword: string;
  let backupCodes: string[] = [];
  beforeAll(async () => {
    ({ stack, origin, page } = dashboard);
    other = await dashboard.newBrowser();
  });

  test("lets the first admin in with the printed password, which must be replaced at once", async () => {
    const signIn = new SignInPage(page);
    await signIn.open(origin);
    await signIn.signIn("admin", "not the password");
    await signIn.refused.waitFor();
    await signIn.enterFirst("admin", stack.firstPassword(), OWN);
    // No script of the page can read the session.
    expect(await page.evaluate(() => document.cookie)).toBe("");
    expect(await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }))).not.toContain(
      "jobdata.token",
    );
    // The session outlives a reload.
    await page.reload();
    await page.getByTestId("account-menu").waitFor();
  });

  test("makes an operator, with a password that is shown once", async () => {
    await new Frame(page).goTo("users");
    const users = new UsersPage(page);
    olgasPassword = await users.add(OLGA);
    expect(olgasPassword).toMatch(/^\w{20}$/);
    await users.row("olga").waitFor();
  });

  test("shows the operator what an operator may: keywords, but no users", async () => {
    await new SignInPage(other).open(origin);
    await new SignInPage(other).enterFirst("olga", olgasPassword, OLGAS);
    const frame = new Frame(other);
    await frame.goTo("keywords");
    await new KeywordsPage(other).add({ platform: "zhilian", keyword: "Go", city: "北京" });
    expect(await frame.entry("users").count()).toBe(0);
    expect(await frame.entry("audit-log").count()).toBe(0);
    await other.goto(`${origin}/users`);
    await other.getByTestId("forbidden").waitFor();
    // The API rejects the request; the page only shows that.
    expect(await other.evaluate(async () => (await fetch("/api/v1/users")).status)).toBe(403);
  });

  test("gives a key that works from outside until it is revoked", async () => {
    await new Frame(other).goTo("api-keys");
    const keys = new ApiKeysPage(other);
    const key = await keys.add("report", OLGAS);
    const headers = { authorization: `Bearer ${key}` };
    const list = () => fetch(`${origin}/api/v1/keywords`, { headers });
    expect((await list()).status).toBe(200);
    const write = await fetch(`${origin}/api/v1/keywords`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ platform: "boss", keyword: "Rust", city: "北京" }),
    });
    expect(write.status).toBe(403);
    await keys.revoke("report");
    await expect.poll(async () => (await list()).status).toBe(401);
  });

  test("tells the admin in the audit log who did what", async () => {
    const frame = new Frame(page);
    await frame.goTo("audit-log");
    // The menu is longer than the window, and a page that is opened by its address finds its entry too.
    await page.reload();
    await page.getByTestId("audit-log").waitFor();
    await expect.poll(() => frame.showsEntry("audit-log")).toBe(true);
    expect(await frame.showsEntry("overview")).toBe(false);
    const log = new AuditLogPage(page);
    const made = log.rows("admin", "user.create");
    await made.first().waitFor();
    const details = await log.open(made.first());
    await details.getByText("olga@example.com").waitFor();
    expect(await details.textContent()).not.toContain(olgasPassword);
    await log.rows("olga", "api-key.revoke").first().waitFor();
    await log.rows("olga", "keyword.create").first().waitFor();
  });

  test("keeps roles and departments, with an undo", async () => {
    const frame = new Frame(page);
    await frame.goTo("roles");
    const roles = new RolesPage(page);
    await roles.add("reporter", "search postings");
    await roles.delete("reporter");
    await roles.undo();
    await roles.row("reporter").waitFor();

    await frame.goTo("departments");
    const departments = new DepartmentsPage(page);
    await departments.add("Head office");
    await departments.add("Crawling", "Head office");
    // A department with another one below it is not deleted, and the page shows the reason.
    await departments.delete("Head office");
    await page.getByRole("alert").getByText("still has departments (Crawling)").waitFor();
    await departments.row("Head office").waitFor();
  });

  test("asks for the second factor once it is in use; a backup code opens too, once", async () => {
    const frame = new Frame(other);
    await frame.goToAccount();
    backupCodes = await new AccountPage(other).useTwoFactor(OLGAS, totp);
    await frame.signOut();
    const signIn = new SignInPage(other);
    await signIn.signIn("olga", OLGAS);
    await signIn.enterCode("000000");
    await signIn.refused.waitFor();
    await signIn.enterCode(backupCodes[0] ?? "");
    await frame.goTo("keywords");
  });

  test("ends the session of whoever is disabled, and says so", async () => {
    await new Frame(page).goTo("users");
    const users = new UsersPage(page);
    await users.act("olga", "disable");
    await users.row("olga").getByTestId("user-disabled").waitFor();
    // The open page notices without a reload.
    await other.getByTestId("session-ended").waitFor();
    await users.act("olga", "enable");
    await users.row("olga").getByTestId("user-disabled").waitFor({ state: "detached" });
  });

  test("leads from a forgotten password to a new one by mail", async () => {
    const signIn = new SignInPage(other);
    await signIn.open(origin);
    await signIn.forgot("olga");
    const link = await until("the mail with the link", () => mailedLink(join(stack.dataDir, "mail")));
    expect(link).toContain(`${origin}/reset-password?token=`);
    await signIn.resetBy(link, "a third and longer one");
    await signIn.signIn("olga@example.com", "a third and longer one");
    // The mail replaces the password, not the second factor.
    await signIn.enterCode(backupCodes[1] ?? "");
    await other.getByTestId("account-menu").waitFor();
    await new Frame(other).signOut();
    // The link works once only.
    await other.goto(link);
    await signIn.setPassword("a fourth and longer one", "reset-submit");
    await other.getByTestId("error-panel").waitFor();
  });
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Makes the six digits of this moment: RFC 6238 with SHA-1 and 30 s. @param secret in Base32 */
function totp(secret: string): string {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeUInt32BE(Math.floor(Date.now() / 30_000), 4);
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Reads the link in the newest mail; null before there is one. Mails come in quoted-printable or base64. */
async function mailedLink(folder: string): Promise<string | null> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort();
  const newest = files.at(-1);
  if (newest === undefined) return null;
  const raw = await readFile(join(folder, newest), "utf8");
  const plain = raw.replaceAll(/=\r?\n/g, "").replaceAll("=3D", "=");
  const body = raw.split(/\r?\n\r?\n/).map((part) => Buffer.from(part, "base64").toString("utf8"));
  return /https?:\S+\/reset-password\?token=[\w.%-]+/.exec([plain, ...body].join("\n"))?.[0] ?? null;
}
