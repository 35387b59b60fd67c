/**
 * Measures what a million postings costs: one crawl at production's settings, with every billed operation counted in the real
 * Worker and its objects, times the list prices of prices.ts. A clock that jumps over waiting stands for the hours that
 * the pace takes; no other setting, shard or code path differs.
 */
import { installChrome } from "../local/chrome/install.ts";
import type { Platform } from "../shared/contracts/platform.ts";
import { type Bill, billOf, linesOf } from "./cost/bill.ts";
import type { CostRun, PlatformSearch } from "./cost/cost-run.ts";
import { newDatabase } from "./database.ts";
import type { Bench } from "./options.ts";
import { workerdOf } from "./processes.ts";
import type { Missing, Result } from "./result.ts";
import { DATABASE, type Rig, type Worker } from "./rig.ts";
import { once } from "./rounds.ts";
import { searchPerCity } from "./searches.ts";

const SEED = 51;
const POSTINGS = 20_000;
/** Searches of each platform without a browser: about 40 pages each. */
const HTTP_SEARCHES = 6;
/** Boss's pages need a browser, which takes a core: a few small searches show what a page costs. */
const BROWSER_SEARCHES = 3;
const BROWSER_CAP_ROWS = 300;

/** The objects' CPU, which is not billed, and that of the bench's clock are in it: an upper bound. */
const cpuMs = (worker: Worker) => (workerdOf(worker.marker)?.cpuSeconds ?? 0) * 1000;

interface Measured {
  counted: CostRun;
  bill: Bill;
}

export async function benchCost(rig: Rig, { progress, corpus }: Bench): Promise<(Result | Missing)[]> {
  const boards = await rig.boards({ file: corpus, seed: SEED, size: POSTINGS });
  await newDatabase(await rig.clickhouse(), DATABASE);
  const worker = (name: string, env: Record<string, string> = {}) =>
    rig.worker(name, boards, { BENCH_COST: "1" }, { production: true, env });
  const run = async (
    name: string,
    on: Worker,
    searches: PlatformSearch[],
    again: boolean,
  ): Promise<Measured> => {
    const before = cpuMs(on);
    const counted = await on.call<CostRun | { error: string }>("costRun", { searches, again });
    if ("error" in counted) throw new Error(`cost: ${name}: ${counted.error}`);
    const bill = billOf(counted, cpuMs(on) - before);
    progress(
      `cost: ${name}: ${counted.pages} pages, ${counted.rows} postings, ${(counted.clock_ms / 60_000).toFixed(0)} minutes of its clock in ${(counted.real_ms / 1000).toFixed(0)} s: ${bill.usd.toFixed(2)} USD per million`,
    );
    return { counted, bill };
  };
  const searchesOf = async (platform: Platform, cap?: number): Promise<PlatformSearch[]> =>
    (await searchPerCity(boards[platform], cap)).map((search) => ({ ...search, platform }));

  const results: (Result | Missing)[] = [];
  // The two platforms without a browser run at once, as in production: scheduled jobs and inserts serve both.
  const byHttp = (await Promise.all((["qcwy", "zhilian"] as const).map((name) => searchesOf(name)))).flatMap(
    (searches) => searches.slice(0, HTTP_SEARCHES),
  );
  const http = await worker("cost-http");
  results.push(line("new, by HTTP from the edge", 2.5, await run("new, HTTP", http, byHttp, false)));
  results.push(
    line("seen before, by HTTP from the edge", null, await run("again, HTTP", http, byHttp, true)),
  );
  await http.close();
  try {
    const chrome = await installChrome(`${rig.folder}/cache`);
    const browser = await worker("cost-browser", chrome?.env);
    const byBrowser = (await searchesOf("boss", BROWSER_CAP_ROWS)).slice(0, BROWSER_SEARCHES);
    results.push(
      line("new, by browser from the edge", 12, await run("new, browser", browser, byBrowser, false)),
    );
    await browser.close();
  } catch (error) {
    results.push({ what: "cost: USD per million postings, by browser", missing: String(error) });
  }
  return results;
}

const line = (what: string, max: number | null, { counted, bill }: Measured): Result => ({
  what: `cost: USD per million postings, ${what}`,
  against: "nothing (counted operations times list prices)",
  target: max === null ? null : { is: "at most", value: max },
  unit: "USD",
  ...once(bill.usd, null),
  notes: linesOf(counted, bill),
});
