/**
 * Measures the memory of the Worker while it works: heap and buffers of its isolate, which contains the script and all
 * objects, polled through the inspector. Garbage not yet collected counts.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Inspector } from "./inspector.ts";
import { workerdOf } from "./processes.ts";
import type { Worker } from "./rig.ts";

const POLL_MS = 25;
const MB = 2 ** 20;

export interface Watched<T> {
  value: T;
  /** `idle` is measured before the work, `peak` is the maximum during it; both MB. */
  idle: number;
  peak: number;
  /** This text gives workerd's resident memory for a person. */
  resident: string;
}

export async function watchMemory<T>(worker: Worker, work: () => Promise<T>): Promise<Watched<T>> {
  const inspector = await Inspector.connect(worker.inspectorUrl);
  const used = async () => {
    const heap = await inspector.heapUsage();
    return (heap.usedSize + (heap.embedderHeapUsedSize ?? 0) + (heap.backingStorageSize ?? 0)) / MB;
  };
  const idle = await used();
  const residentBefore = workerdOf(worker.marker)?.residentMb;
  let peak = idle;
  let residentPeak = residentBefore ?? 0;
  let running = true;
  const working = work().finally(() => {
    running = false;
  });
  const watching = async () => {
    while (running) {
      peak = Math.max(peak, await used());
      residentPeak = Math.max(residentPeak, workerdOf(worker.marker)?.residentMb ?? 0);
      await sleep(POLL_MS);
    }
  };
  const [value] = await Promise.all([working, watching()]);
  inspector.close();
  const resident =
    residentBefore === undefined
      ? "not known here"
      : `${residentBefore.toFixed(0)} → ${residentPeak.toFixed(0)} MB resident, with queues, R2 and D1`;
  return { value, idle, peak, resident };
}
