/**
 * Companies of postings are cleaned: each enters the queue once, its own page is fetched once, and its postings get what
 * the page says, whatever fails in between. All postings of one company are pulled beyond the site's cap.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { QueuedCompany } from "../shared/contracts/company-ledger.ts";
import type { Platform } from "../shared/contracts/platform.ts";
import { PLATFORMS } from "../shared/contracts/vocabulary.ts";
import { parseCreditCode } from "../shared/domain/credit-code.ts";
import { type Chaos, startChaos } from "./support/chaos.ts";
import { crawlAll } from "./support/crawl-all.ts";
import { allStored } from "./support/invariant.ts";
import { addOne, reached, search } from "./support/searches.ts";
import { SHORT_LEASE, type System, startSystem } from "./support/system.ts";
import { until } from "./support/until.ts";

const COMPANY_PATHS: Record<Platform, string> = {
  boss: "/gongsi/{encryptBrandId}.html",
  qcwy: "/all/co{encCoId}.html",
  zhilian: "/{companyNumber}.htm",
};
const CAP = 20;

let chaos: Chaos;
let system: System;
beforeAll(async () => {
  chaos = await startChaos();
  system = await startSystem({
    chaos,
    corpus: { seed: 7, size: 90 },
    caps: { boss: CAP, qcwy: CAP, zhilian: CAP },
    vars: { ...SHORT_LEASE, COMPANY_COLLECT: 1000, COMPANY_PROCESS: 100 },
  });
});
afterAll(async () => {
  await system?.close();
  await chaos?.close();
});

const run = (schedule: string) => system.api(`/schedules/${schedule}/run`, { method: "POST" });

async function queue(query = ""): Promise<QueuedCompany[]> {
  const all: QueuedCompany[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: { items: QueuedCompany[]; next_cursor: string | null } = await system.api(
      `/company-queue?limit=50${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    all.push(...page.items);
    cursor = page.next_cursor;
  }
  return all;
}

const path = ({ platform, company_key }: Pick<QueuedCompany, "platform" | "company_key">) =>
  `${platform}/${encodeURIComponent(company_key)}`;
const one = (company: Pick<QueuedCompany, "platform" | "company_key">) =>
  system.api<QueuedCompany>(`/company-queue/${path(company)}`);

async function asked(platform: Platform): Promise<number> {
  const { requests } = await system.board(platform).statistics();
  return requests[COMPANY_PATHS[platform]] ?? 0;
}

const counts = async <T extends string>(query: string): Promise<Record<T, number>> => {
  const [row] = await system.rows<Record<T, string>>(query);
  return Object.fromEntries(
    Object.entries<string>(row ?? {}).map(([name, value]) => [name, Number(value)]),
  ) as Record<T, number>;
};

test("companies of postings are fetched once, over a kill between fetch and settlement, and their postings follow", async () => {
  await crawlAll(system, [{ keyword: "工程师", city: "全国" }]);
  await allStored(system);
  await run("refresh-job-facts");
  const { companies } = await counts<"companies">(
    "SELECT uniqExact(platform, company_key) AS companies FROM job_facts WHERE company_key IS NOT NULL",
  );
  expect(companies).toBeGreaterThan(20);
  const held = chaos.hold("accepted", ({ type, platform }) => type === "company" && platform === "zhilian");
  await run("clean-companies");
  // Seen twice is still once.
  await run("clean-companies");
  await held.reached;
  // What another platform was fetching at the kill would be fetched again, too.
  await until("the other platforms to be done", async () =>
    (await queue()).every(({ platform, state }) => platform === "zhilian" || state === "done"),
  );
  await system.killWorker();
  chaos.clear();
  // Wake-ups that were in the queue are lost with workerd: the next run of the schedule sends new ones.
  await run("clean-companies");
  await until("all companies to be cleaned", async () => {
    const all = await queue();
    const rest = all.filter(({ state }) => state !== "done");
    if (rest.length > 0)
      throw new Error(rest.map(({ state, last_error: error }) => `${state} ${error}`).join());
    return all.length === companies;
  });
  await allStored(system);
  // workerd was killed after a page was stored and before that was recorded: that page alone was requested twice.
  const requests = await Promise.all(PLATFORMS.map(asked));
  expect(requests.reduce((sum, one) => sum + one, 0)).toBe(companies + 1);
  const stored = await counts<"pages" | "companies" | "typed">(
    `SELECT count() AS pages, uniqExact(platform, company_key) AS companies,
       (SELECT count() FROM companies WHERE description IS NOT NULL) AS typed FROM raw_companies`,
  );
  expect(stored).toEqual({ pages: companies, companies, typed: companies });
  const codes = await system.rows<{ code: string }>("SELECT credit_code AS code FROM companies_full");
  expect(codes).toHaveLength(companies);
  for (const { code } of codes) expect(parseCreditCode(code)).toBe(code);

  await run("refresh-job-facts");
  const facts = await counts<"postings" | "named" | "sized">(
    `SELECT count() AS postings, countIf(company_full_name = c.full_name OR company_full_name IS NULL AND c.full_name IS NULL) AS named,
       countIf(f.company_size IS NOT DISTINCT FROM c.company_size AND f.industry IS NOT DISTINCT FROM c.industry) AS sized
     FROM job_facts AS f INNER JOIN companies_full AS c ON c.platform = f.platform AND c.company_key = f.company_key`,
  );
  expect(facts).toEqual({ postings: facts.postings, named: facts.postings, sized: facts.postings });
  expect(facts.postings).toBeGreaterThan(60);

  await run("clean-companies");
  expect((await Promise.all(PLATFORMS.map(asked))).reduce((sum, one) => sum + one, 0)).toBe(companies + 1);
  const [state] = await system.rows<{ n: string }>(
    "SELECT count() AS n FROM company_cleaning FINAL WHERE state = 'done'",
  );
  expect(Number(state?.n)).toBe(companies);
});

test("a refusal parks the company, and the breaker stands for companies and keywords alike", async () => {
  const [first, second] = await queue("&platform=qcwy");
  if (!first || !second) throw new Error("no two companies");
  await system.board("qcwy").spoil({ kind: "403", match: { target: "company" }, times: 1 });
  await system.api(`/companies/${path(first)}/clean`, { body: {} });
  await until("the company to be blocked", async () => (await one(first)).state === "blocked");
  expect(await system.gate("qcwy")).toMatchObject({ breaker: "open", cause: "blocked" });
  const before = await asked("qcwy");
  await system.api(`/companies/${path(second)}/clean`, { body: {} });
  const keyword = await addOne(system, search("qcwy", "开发", "全国"));
  await until("both to wait for the breaker", async () => {
    const { detail } =
      (
        await system.api<{ items: { type: string; detail: { reason?: string } }[] }>(
          `/companies/${path(second)}/events`,
        )
      ).items[0] ?? {};
    const { keyword: waiting } = await system.detail(keyword);
    return detail?.reason === "breaker" && waiting.state === "queued";
  });
  expect(await asked("qcwy")).toBe(before);
  const events = (
    await system.api<{ items: { type: string; detail: Record<string, unknown> }[] }>(
      `/companies/${path(first)}/events`,
    )
  ).items;
  expect(events.map(({ type }) => type).slice(0, 3)).toEqual(["blocked", "page-kept", "claimed"]);
  await system.resetBreaker("qcwy");
  await reached(system, "done", keyword);
  await until("the other company to be cleaned", async () => (await one(second)).state === "done");
  expect((await one(first)).state).toBe("blocked");
  await system.api(`/company-queue/${path(first)}/retry`, { method: "POST" });
  await until("the company to be cleaned", async () => (await one(first)).state === "done");
  await system.board("qcwy").mend();
});

test.each(PLATFORMS)("all postings of a company on %s are pulled beyond the cap", async (platform) => {
  const [largest] = await system.rows<{ company_key: string; name: string }>(
    `SELECT assumeNotNull(company_key) AS company_key, any(company_name) AS name FROM job_facts
     WHERE platform = {platform:String} GROUP BY company_key ORDER BY count() DESC LIMIT 1`,
    { platform },
  );
  if (!largest) throw new Error("no company");
  await system.board(platform).mutate({ add: 2 * CAP, keyword: largest.name, city: "全国" });
  const wanted = await system.heldIds(platform, [{ keyword: largest.name, city: "全国" }]);
  expect(wanted.size).toBeGreaterThan(2 * CAP);
  const company = { platform, company_key: largest.company_key };
  await system.api(`/companies/${path(company)}/pull-jobs`, { body: {} });
  const pulled = await until("the pull to end", async () => {
    const { pull } = await one(company);
    if (pull && ["failed", "blocked"].includes(pull.state)) throw new Error(String(pull.last_error));
    return pull?.state === "done" && pull;
  });
  expect(pulled).toMatchObject({ own: wanted.size, run: { limited_by: null } });
  const types = (
    await system.api<{ items: { type: string }[] }>(`/companies/${path(company)}/events?work=pull&limit=200`)
  ).items.map(({ type }) => type);
  expect(types).toContain("split");
  await allStored(system);
  const stored = await system.rows<{ job_key: string }>(
    "SELECT DISTINCT job_key FROM jobs WHERE platform = {platform:String} AND company_key = {key:String}",
    { platform, key: largest.company_key },
  );
  expect(new Set(stored.map(({ job_key }) => job_key))).toEqual(wanted);
  // Nobody searched for them: they count for no keyword.
  const [of] = await system.rows<{ n: string }>(
    "SELECT count() AS n FROM job_keywords WHERE keyword = {name:String}",
    { name: largest.name },
  );
  expect(Number(of?.n)).toBe(0);
});
