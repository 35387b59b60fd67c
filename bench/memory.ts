/**
 * Measures the memory of the Worker while it stores a backlog (see watch-memory.ts). An earlier worker writes the
 * backlog, as before a restart, so that the figure does not include the cost of accepting.
 */
import { type ConsumeReport, cutBatches, fillSpool, makeRows } from "./backlog.ts";
import { countJobs, newDatabase } from "./database.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { DATABASE, type Rig } from "./rig.ts";
import { spread } from "./rounds.ts";
import { watchMemory } from "./watch-memory.ts";

const ROWS = 50_000;
const BATCH_ROWS = 400;
const STORAGE = "memory";

export async function benchMemory(rig: Rig, { rounds, progress }: Bench): Promise<Result> {
  const url = await rig.clickhouse();
  progress(`memory: making ${ROWS} rows`);
  const rows = makeRows(2, ROWS);
  const peaks: number[] = [];
  const notes: string[] = [];
  for (let round = 0; round < rounds; round++) {
    await newDatabase(url, DATABASE);
    const filler = await rig.worker(STORAGE);
    await filler.call("forget");
    await fillSpool(filler, cutBatches(`memory-${round}`, rows, BATCH_ROWS));
    await filler.close();
    const worker = await rig.worker(STORAGE);
    const {
      idle,
      peak,
      resident,
      value: report,
    } = await watchMemory(worker, () => worker.call<ConsumeReport>("consume"));
    await worker.close();
    const found = await countJobs(url, DATABASE);
    if (found !== ROWS) throw new Error(`memory: ${found} postings stored of ${ROWS}`);
    peaks.push(peak);
    const text = `idle ${idle.toFixed(0)} MB, peak ${peak.toFixed(0)} MB; workerd ${resident}; ${report.groups} groups in ${(report.ms / 1000).toFixed(1)} s`;
    progress(`memory: round ${round + 1}: ${text}`);
    notes.push(`round ${round + 1}: ${text}`);
  }
  return {
    what: "memory: peak of the isolate, storing a 50,000-row backlog",
    against: "Worker limit 128 MB (a figure of its own, not a ratio)",
    target: { is: "at most", value: 100 },
    unit: "MB",
    ...spread(peaks),
    rounds,
    repeated: 0,
    steal: null,
    notes,
  };
}
