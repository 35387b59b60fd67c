/** `npm run bench`: see `npm run bench -- --help`. */
import { benchBatches } from "./batches.ts";
import { benchBulk } from "./bulk.ts";
import { benchCost } from "./cost.ts";
import { benchCrawl } from "./crawl.ts";
import { benchDuplicates } from "./duplicates.ts";
import { benchExports } from "./exports.ts";
import { benchFigures } from "./figures.ts";
import { benchGuard } from "./guard.ts";
import { benchIngest } from "./ingest.ts";
import { benchLedger } from "./ledger.ts";
import { benchLoad } from "./load.ts";
import { describeMachine, machineLines } from "./machine.ts";
import { benchMemory } from "./memory.ts";
import { type Bench, type BenchName, readOptions } from "./options.ts";
import { findBullMq } from "./peers/bullmq.ts";
import { findCelery } from "./peers/celery.ts";
import { findFastApi } from "./peers/fastapi.ts";
import { findScrapy } from "./peers/scrapy.ts";
import { benchReclean } from "./reclean.ts";
import { benchRefresh } from "./refresh.ts";
import { isMet, type Missing, type Result } from "./result.ts";
import { PASSWORD, Rig } from "./rig.ts";
import { benchSearch } from "./search.ts";
import { tableOf } from "./table.ts";
import { benchTaskHistory } from "./task-history.ts";
import { benchTasks } from "./tasks.ts";

const MEASURES: Record<BenchName, (rig: Rig, bench: Bench) => Promise<(Result | Missing)[]>> = {
  ingest: async (rig, bench) => [await benchIngest(rig, bench)],
  crawl: benchCrawl,
  ledger: benchLedger,
  memory: async (rig, bench) => [await benchMemory(rig, bench)],
  guard: async (rig, bench) => [await benchGuard(rig, bench)],
  batches: benchBatches,
  load: benchLoad,
  exports: benchExports,
  cost: benchCost,
  figures: benchFigures,
  search: benchSearch,
  duplicates: benchDuplicates,
  refresh: benchRefresh,
  reclean: async (rig, bench) => [await benchReclean(rig, bench)],
  "task-history": benchTaskHistory,
  tasks: benchTasks,
  bulk: benchBulk,
};

const options = readOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
const startedAt = Date.now();
const progress = (text: string) => {
  process.stderr.write(`${((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
};
const rig = new Rig(options.data);
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(name, () => {
    rig.kill();
    process.exit(1);
  });
}

try {
  const results: (Result | Missing)[] = [];
  const names = options.only ?? (Object.keys(MEASURES) as BenchName[]);
  for (const name of names) {
    try {
      results.push(...(await MEASURES[name](rig, { ...options, progress })));
    } catch (error) {
      // The other benches' results stay; the exit code tells.
      progress(`${name}: failed: ${error instanceof Error ? error.stack : String(error)}`);
      results.push({ what: name, missing: `failed: ${String(error)}` });
      process.exitCode = 1;
    }
  }
  const machine = describeMachine({
    ClickHouse: await clickHouseVersion(await rig.clickhouse()),
    scrapy: findScrapy()?.version ?? "not installed",
    FastAPI: findFastApi()?.versions ?? "not installed",
    Celery: findCelery()?.versions ?? "not installed",
    BullMQ: findBullMq() ?? "not installed",
  });
  process.stdout.write(`\n${machineLines(machine)}\n\n${tableOf(results)}\n`);
  if (options.json) {
    const lines = results.map((result) => ("missing" in result ? result : { ...result, met: isMet(result) }));
    process.stdout.write(`${JSON.stringify({ machine, results: lines })}\n`);
  }
} finally {
  await rig.close();
}

async function clickHouseVersion(url: string): Promise<string> {
  const authorization = `Basic ${Buffer.from(`default:${PASSWORD}`).toString("base64")}`;
  return (
    await (await fetch(`${url}/?query=SELECT+version()`, { headers: { authorization } })).text()
  ).trim();
}
