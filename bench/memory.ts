/**
 * Memory of the Worker while it stores a backlog: heap and buffers of its isolate, which holds the script and all
 * objects, polled through the inspector. Garbage not yet collected counts. The backlog is laid down by an
 * earlier worker, as after a restart, so that what accepting costs is not in the figure.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type ConsumeReport, cutBatches, fillSpool, makeRows } from "./backlog.ts";
import { countJobs, newDatabase } from "./database.ts";
import { Inspector } from "./inspector.ts";
import type { Bench } from "./options.ts";
import { workerdOf } from "./processes.ts";
import type { Result } from "./result.ts";
import { DATABASE, type Rig, type Worker } from "./rig.ts";
import { median } from "./rounds.ts";

const ROWS = 50_000;
const BATCH_ROWS = 400;
const POLL_MS = 25;
const MB = 2 ** 20;
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
    const { idle, peak, resident, report } = await measure(worker);
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
    median: median(peaks),
    min: Math.min(...peaks),
    max: Math.max(...peaks),
    rounds,
    repeated: 0,
    steal: null,
    notes,
  };
}

async function measure(worker: Worker) {
  const inspector = await Inspector.connect(worker.inspectorUrl);
  const used = async () => {
    const heap = await inspector.heapUsage();
    return (heap.usedSize + (heap.embedderHeapUsedSize ?? 0) + (heap.backingStorageSize ?? 0)) / MB;
  };
  const idle = await used();
  const residentBefore = workerdOf(worker.part)?.residentMb;
  let peak = idle;
  let residentPeak = residentBefore ?? 0;
  let running = true;
  const consumed = worker.call<ConsumeReport>("consume").finally(() => {
    running = false;
  });
  while (running) {
    peak = Math.max(peak, await used());
    residentPeak = Math.max(residentPeak, workerdOf(worker.part)?.residentMb ?? 0);
    await sleep(POLL_MS);
  }
  const report = await consumed;
  inspector.close();
  const resident =
    residentBefore === undefined
      ? "not known here"
      : `${residentBefore.toFixed(0)} → ${residentPeak.toFixed(0)} MB resident, with queues, R2 and D1`;
  return { idle, peak, resident, report };
}
