/** A person adds a keyword in the dashboard and watches until it is done; Boss uses a real browser. */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { Overview, Salary } from "../../shared/contracts/figures.ts";
import type { LocalStack } from "../support/local-stack.ts";
import type { Dashboard } from "./dashboard.ts";
import { AnalyticsPage } from "./pages/analytics.ts";
import { cutOffs, problemsOfAxe, problemsOfEveryPage } from "./pages/every-page.ts";
import { Frame } from "./pages/frame.ts";
import { JobsPage } from "./pages/jobs.ts";
import { KeywordsPage } from "./pages/keywords.ts";
import { OverviewPage } from "./pages/overview.ts";

/** The page is signed in. */
export function keyword(dashboard: Dashboard): void {
  let stack: LocalStack;
  let page: Page;
  beforeAll(() => {
    ({ stack, page } = dashboard);
  });

  test("shows a keyword from its creation to done, with its timeline and its postings", async () => {
    const frame = new Frame(page);
    await frame.goTo("keywords");
    const keywords = new KeywordsPage(page);
    await keywords.add({ platform: "boss", keyword: "Java", city: "上海" });
    await keywords.state("Java", "done").waitFor();

    const timeline = await keywords.openHistory("Java");
    await timeline.locator("li").first().waitFor();
    await page.keyboard.press("Escape");

    await frame.goTo("overview");
    const overview = new OverviewPage(page);
    await expect.poll(() => overview.count("boss", "done")).toBe(1);
    expect(await overview.count("qcwy", "done")).toBe(1);
    expect(await overview.breaker("boss")).toBe("closed");
    await expect.poll(() => overview.waitingRows()).toBe(0);

    await frame.goTo("jobs");
    const jobs = new JobsPage(page);
    await jobs.search("Java");
    // A posting can be searched for after the next tick. In the list from before the search nothing is marked.
    await expect
      .poll(
        async () => {
          await jobs.refresh();
          return jobs.marked();
        },
        { timeout: 180_000, interval: 2000 },
      )
      .toContain("java");
    await jobs.openFirst();
    await jobs.why.getByText("Java").first().waitFor();
    await page.keyboard.press("Escape");
  });

  test("shows the API's figures of what was stored, and a link to them shows the same", async () => {
    const key = await stack.apiKey();
    const ask = async (path: string) => {
      const url = `http://127.0.0.1:${stack.ports.worker}/api/v1/analytics/${path}`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
      expect(response.status).toBe(200);
      return ((await response.json()) as { data: unknown }).data;
    };
    const totals = async (query: string) => Overview.parse(await ask(`overview${query}`)).totals;
    await new Frame(page).goTo("analytics");
    const analytics = new AnalyticsPage(page);
    // The page keeps its answer for a minute, in which the figures may be computed again.
    await expect
      .poll(async () => {
        await page.reload();
        return (await analytics.total("postings")) - (await totals("")).postings;
      })
      .toBe(0);

    await analytics.filter("platform", "boss");
    const boss = await totals("?platform=boss");
    expect(boss.postings).toBeGreaterThan(0);
    // The total without a filter may have been computed before the last crawl; this one is of now.
    const everywhere = await totals("?platform=boss&platform=qcwy&platform=zhilian");
    expect(boss.postings).toBeLessThan(everywhere.postings);
    await expect.poll(() => analytics.total("postings")).toBe(boss.postings);
    expect(await analytics.n("totals")).toBe(boss.postings);

    await analytics.openTab("salary");
    await analytics.groupBy("degree");
    await analytics.switchView("salary");
    const salary = Salary.parse(await ask("salary?platform=boss&by=degree"));
    const expected = [salary.total, ...salary.groups].map(({ n, month: { midpoint } }) => [n, midpoint.p50]);
    const csv = (await analytics.downloadCsv("salary")).replace(/^\uFEFF/, "").split("\r\n");
    const [, ...lines] = csv.filter((line) => line !== "" && !/^"?# /.test(line));
    const shown = lines.map((line) => line.split(",")).map((cells) => [Number(cells[1]), Number(cells[4])]);
    expect(shown).toEqual(expected);
    const table = await analytics.table("salary");
    expect(table.map((cells) => Number(cells[1]?.replaceAll(",", "")))).toEqual(expected.map(([n]) => n));

    // A colleague who opens the link sees the same rows.
    const colleague = await dashboard.newBrowser(await page.context().storageState());
    await colleague.goto(page.url());
    expect(await new AnalyticsPage(colleague).table("salary")).toEqual(table);
    await colleague.context().close();
    await page.goBack();
    await analytics.figure("salary").locator("div[role=img]").waitFor();
    expect(await analytics.chip("platform").count()).toBe(1);
  });

  test("speaks both languages", async () => {
    const frame = new Frame(page);
    await frame.switchLanguage("zh-CN");
    await frame.goTo("overview");
    await page.getByText("概览").first().waitFor();
    await frame.switchLanguage("en-US");
    await page.getByText("Overview").first().waitFor();
  });

  test("has rows on the pages of nodes and exports, which a crawl leaves empty", async () => {
    const send = (path: string, body: unknown) =>
      page.evaluate(
        async ([url, data]) =>
          (
            await fetch(url, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: data,
            })
          ).status,
        [path, JSON.stringify(body)] as const,
      );
    // A name without a space does not break by itself.
    const name = "crawler-with-a-rather-long-name-in-frankfurt";
    expect(await send("/api/v1/nodes", { name, labels: ["cn"] })).toBe(201);
    const wanted = { subject: "jobs", format: "csv", filter: { city: ["上海"], text: "Java" } };
    expect(await send("/api/v1/exports", wanted)).toBe(201);
  });

  // Otherwise it would depend on the minute of the hour whether their pages show anything.
  test.each(["measure-quality", "refresh-life", "export-coverage"])(
    "has the rows of the schedule %s, which runs by the hour or the day",
    async (schedule) => {
      const run = await fetch(`${dashboard.origin}/api/v1/schedules/${schedule}/run`, {
        method: "POST",
        headers: { authorization: `Bearer ${await stack.apiKey()}` },
      });
      expect(run.status).toBe(200);
    },
  );

  test.each([
    ["zh-CN", "light", [problemsOfAxe]],
    // English texts are the longer ones.
    ["en-US", "dark", [problemsOfAxe, cutOffs]],
  ] as const)("has no page that some cannot read: %s, %s", async (language, theme, looks) => {
    const frame = new Frame(page);
    await frame.switchLanguage(language);
    await frame.switchTheme(theme);
    expect(await problemsOfEveryPage(page, looks)).toEqual([]);
  });

  test("lets one try a request on the API's own page, which fetches nothing from elsewhere", async () => {
    const docs = await dashboard.newBrowser();
    const foreign: string[] = [];
    // The console reports what the CSP blocks.
    docs.on("console", (message) => message.type() === "error" && dashboard.complaints.push(message.text()));
    const { origin } = dashboard;
    docs.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin))
        foreign.push(request.url());
    });
    await docs.goto(`${origin}/api/docs#tag/keywords/GET/api/v1/keywords`);
    await docs
      .getByPlaceholder("Token")
      .first()
      .fill(await stack.apiKey());
    await docs.getByRole("button", { name: /test request.*\(get \/api\/v1\/keywords\)/i }).click();
    const [answered] = await Promise.all([
      docs.waitForResponse((response) => new URL(response.url()).pathname === "/api/v1/keywords"),
      docs
        .getByRole("button", { name: /^send get request/i })
        .first()
        .click(),
    ]);
    expect(answered.status()).toBe(200);
    // Optional parameters are not filled in: the first try shows all keywords.
    expect(new URL(answered.url()).search).toBe("");
    expect(foreign).toEqual([]);
    await docs.context().close();
  });
}
