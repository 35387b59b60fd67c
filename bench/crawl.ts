/**
 * List pages/s of the whole crawl against Scrapy and against a bare loop, all reading the same pages of the same
 * 51job board, a process of its own, with eight requests at once.
 *
 * Pipeline at bench rules, the first line: the pages of 250 ms share a commit, and 16 requests a permit, as at a local
 * board without pace. Pipeline at production rules, the second line: a commit a page and a permit a request, as at any
 * site with a pace; only the pace itself is left out.
 * Pipeline, timed from creating the keywords in a ledger to the last one done: wake-up by the queue, claims, gate,
 * signed requests, reading, rows parsed and durable in R2, registered, checkpoints saved, settled. Storing into
 * ClickHouse runs beside it as in the product, and takes its CPU; every posting is new to SeenIndex.
 * Scrapy, timed from the first request to the last item: items as JSON lines in a file (bench/peers).
 * Bare loop, timed: Node's fetch of ready-made requests, JSON.parse, nothing else.
 */
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { IngestStatus } from "../shared/contracts/ingest.ts";
import type { LedgerStats } from "../shared/contracts/keyword-ledger.ts";
import { newDatabase } from "./database.ts";
import { Inspector } from "./inspector.ts";
import type { Bench } from "./options.ts";
import { findScrapy, runScrapy } from "./peers/scrapy.ts";
import { cpuShares } from "./profile-shares.ts";
import type { Missing, Result } from "./result.ts";
import { DATABASE, type Rig, SIGN_KEY, type Worker } from "./rig.ts";
import { median, ratio, roundsOf, runInTurn } from "./rounds.ts";
import { chooseSearches, pageRequests, type Search } from "./searches.ts";

const SEED = 51;
const POSTINGS = 20_000;
/** One round has about this many pages. */
const PAGES = 1200;
const WARM_UP_PAGES = 150;
const CONCURRENCY = 8;
const DRAIN_POLL_MS = 200;
const BY_RULES = "pipeline at production rules";
const BENCH_RULES = "bench rules: the pages of 250 ms share a commit, 16 requests share a permit";
const PRODUCTION_RULES = "production rules: a commit a page, a permit a request; without the pace";

interface Counted {
  pages: number;
  seconds: number;
}

export async function benchCrawl(rig: Rig, bench: Bench): Promise<(Result | Missing)[]> {
  const { rounds, progress, corpus } = bench;
  const boards = await rig.boards({ file: corpus, seed: SEED, size: POSTINGS });
  const url = await rig.clickhouse();
  await newDatabase(url, DATABASE);
  const searches = await chooseSearches(boards.qcwy, PAGES);
  const pages = searches.reduce((sum, search) => sum + search.pages, 0);
  progress(`crawl: ${searches.length} searches, ${pages} pages`);
  // Each crawl has a ledger of its own, which does not know the searches of the crawl before.
  const worker = await rig.worker("crawl", boards, { LEDGER_SHARDS: "200" });
  // A jitter below a millisecond is none, but makes every permit good for one request.
  const byRules = await rig.worker(
    "crawl-by-rules",
    boards,
    { LEDGER_SHARDS: "200", COMMIT_MS: "0" },
    { platform: { jitter_ms: 1 } },
  );
  const scrapy = findScrapy();
  let shard = 0;
  let drained: number[] = [];
  const pipeline = async (list: Search[]): Promise<Counted> => {
    const { seconds, stats, drainSeconds } = await crawl(worker, shard++, list);
    drained.push(stats.rows / drainSeconds);
    return { pages: stats.pages, seconds };
  };
  const pipelineByRules = async (list: Search[]): Promise<Counted> => {
    const { seconds, stats } = await crawl(byRules, shard++, list);
    return { pages: stats.pages, seconds };
  };
  const sides = (list: Search[]) => {
    const due = list.reduce((sum, search) => sum + search.pages, 0);
    const rate = (name: string, { pages: read, seconds }: Counted) => {
      if (read !== due) throw new Error(`crawl: ${name} read ${read} pages of ${due}`);
      return read / seconds;
    };
    return [
      { name: "pipeline", run: async () => rate("pipeline", await pipeline(list)) },
      { name: BY_RULES, run: async () => rate(BY_RULES, await pipelineByRules(list)) },
      ...(scrapy
        ? [
            {
              name: "scrapy",
              run: async () =>
                rate("scrapy", await runScrapy(scrapy, rig.folder, boards.qcwy, SIGN_KEY, list, CONCURRENCY)),
            },
          ]
        : []),
      { name: "bare loop", run: async () => rate("bare loop", await bareLoop(boards.qcwy, list)) },
    ];
  };
  await runInTurn(sides(cut(searches, WARM_UP_PAGES)), 1, (text) =>
    progress(`crawl: warm-up, not counted: ${text}`),
  );
  drained = [];
  const measured = await runInTurn(sides(searches), rounds, (text) => progress(`crawl: ${text}`));
  const where = await whereTimeGoes(worker, bench, () => pipeline(searches));
  await worker.close();
  await byRules.close();

  const rates = [...measured.rates].map(
    ([name, values]) => `${name} ${Math.round(median(values)).toLocaleString("en-US")} pages/s`,
  );
  const what = "crawl: list pages/s of the pipeline at bench rules";
  const notes = [
    `${pages} pages of ${searches.length} searches a round; ${rates.join(", ")}`,
    BENCH_RULES,
    `until ClickHouse held all of it: ${Math.round(median(drained)).toLocaleString("en-US")} rows/s`,
  ];
  const line = (
    against: string,
    peer: string,
    min: number | null,
    more: string[],
    side = "pipeline",
  ): Result => ({
    what: side === "pipeline" ? what : "crawl: list pages/s of the pipeline at production rules",
    against,
    target: min === null ? null : { is: "at least", value: min },
    unit: "ratio",
    ...ratio(measured, side, peer),
    ...roundsOf(measured),
    notes: more,
  });
  return [
    scrapy
      ? line(`Scrapy ${scrapy.version}, ${CONCURRENCY} requests at once, JSON lines`, "scrapy", 1.5, notes)
      : {
          what: `${what} ÷ Scrapy`,
          missing: "no Python here has Scrapy (Debian: python3-scrapy); not measured",
        },
    ...(scrapy
      ? [line(`Scrapy ${scrapy.version}, as above`, "scrapy", null, [PRODUCTION_RULES], BY_RULES)]
      : []),
    line("a bare loop that only fetches and JSON.parses", "bare loop", null, [
      ...(scrapy ? [] : [...notes, PRODUCTION_RULES]),
      "where the time goes, in one more round with counters and a CPU profile:",
      ...where,
    ]),
  ];
}

async function crawl(worker: Worker, shard: number, searches: Search[]) {
  await worker.call("forget");
  await worker.call("hold", { ingest: false });
  const startedAt = performance.now();
  const { seconds, stats } = await worker.call<{ seconds: number; stats: LedgerStats }>("crawl", {
    shard,
    searches: searches.map(({ keyword, city }) => ({ keyword, city })),
  });
  if (stats.distinct !== stats.reported) {
    throw new Error(`crawl: ${stats.distinct} distinct postings of ${stats.reported} reported`);
  }
  // No work may be left that would take CPU from the next side.
  for (;;) {
    const { waiting_batches: waitingBatches, last_error: lastError } =
      await worker.call<IngestStatus>("ingestStatus");
    if (lastError) throw new Error(`crawl: ingest: ${lastError}`);
    if (waitingBatches === 0) break;
    await sleep(DRAIN_POLL_MS);
  }
  return { seconds, stats, drainSeconds: (performance.now() - startedAt) / 1000 };
}

async function bareLoop(board: string, searches: Search[]): Promise<Counted> {
  const requests = await pageRequests(board, SIGN_KEY, searches);
  let next = 0;
  let pages = 0;
  const startedAt = performance.now();
  const lane = async () => {
    for (let request = requests[next++]; request; request = requests[next++]) {
      const response = await fetch(request.url, { headers: request.headers });
      const answer = JSON.parse(await response.text());
      if (answer.status !== "1") throw new Error(`bare loop: ${JSON.stringify(answer).slice(0, 200)}`);
      pages++;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  return { pages, seconds: (performance.now() - startedAt) / 1000 };
}

/** Takes the first searches that have about `pages` pages together. */
function cut(searches: Search[], pages: number): Search[] {
  let sum = 0;
  return searches.filter((search) => {
    sum += search.pages;
    return sum - search.pages < pages;
  });
}

async function whereTimeGoes(
  worker: Worker,
  { profile: file, progress }: Bench,
  run: () => Promise<Counted>,
): Promise<string[]> {
  const inspector = await Inspector.connect(worker.inspectorUrl);
  await worker.call("startTimings");
  await inspector.startProfile();
  const { pages, seconds } = await run();
  const profile = await inspector.stopProfile();
  inspector.close();
  const timings = await worker.call<Record<string, { calls: number; ms: number }>>("stopTimings");
  progress(`crawl: profiled: ${(pages / seconds).toFixed(0)} pages/s`);
  if (file) writeFileSync(file, JSON.stringify(profile));
  const perPage = Object.entries(timings)
    .filter(([, { ms }]) => ms / pages >= 0.01)
    .sort(([, a], [, b]) => b.ms - a.ms)
    .map(([name, { calls, ms }]) => `${name} ${(ms / pages).toFixed(2)} ms (${calls} calls)`);
  return [
    `wall ${((seconds * 1000) / pages).toFixed(2)} ms a page; waiting per page, ${CONCURRENCY} lanes side by side: ${perPage.join(", ")}`,
    `CPU of the isolate per page: ${cpuShares(profile, pages).join(", ")}`,
  ];
}
