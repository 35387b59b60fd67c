/**
 * Measures the memory of the Worker while it exports a million postings (see watch-memory.ts): once sent at once, once to
 * the bucket in each format. The postings are those of the search's benches.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { ExportFormat } from "../shared/contracts/exports.ts";
import { loadedMarket } from "./facts/market.ts";
import type { Bench, ExportCase } from "./options.ts";
import type { Result } from "./result.ts";
import type { Rig, Worker } from "./rig.ts";
import { once } from "./rounds.ts";
import { watchMemory } from "./watch-memory.ts";

const MAX_ROWS = 1_000_000;
const POLL_MS = 1000;
/** The Worker may have 128 MB. */
const MAX_MB = 100;

interface Exported {
  state: string;
  rows_total: number | null;
  rows_done: number;
  bytes: number | null;
  error: string | null;
}

/** @param masked as for a caller who may not see recruiters */
interface Case {
  id: ExportCase;
  name: string;
  format: ExportFormat;
  masked: boolean;
  delivery: "stream" | "file";
}

const CASES: readonly Case[] = [
  { id: "csv-stream", name: "CSV, sent at once", format: "csv", masked: false, delivery: "stream" },
  {
    id: "csv-masked",
    name: "CSV with contacts hidden, to the bucket",
    format: "csv",
    masked: true,
    delivery: "file",
  },
  { id: "jsonl", name: "JSON Lines, to the bucket", format: "jsonl", masked: false, delivery: "file" },
  { id: "xlsx", name: "Excel, to the bucket", format: "xlsx", masked: false, delivery: "file" },
  { id: "parquet", name: "Parquet, to the bucket", format: "parquet", masked: false, delivery: "file" },
];

/** Reads a stream as fast as it comes. @returns the id of the export */
async function readStream(worker: Worker, options: object): Promise<string> {
  const body = JSON.stringify(options);
  const response = await fetch(`${worker.url}/bench/streamExport`, { method: "POST", body });
  if (!response.ok || !response.body) throw new Error(`streamExport: ${await response.text()}`);
  await response.body.pipeTo(new WritableStream());
  return response.headers.get("x-export-id") ?? "";
}

async function exportAll(worker: Worker, { format, masked, delivery }: Case): Promise<Exported> {
  const options = { format, masked };
  const id =
    delivery === "stream"
      ? await readStream(worker, options)
      : (await worker.call<{ id: string }>("startExport", options)).id;
  for (;;) {
    const exported = await worker.call<Exported>("exportState", { id });
    if (!["waiting", "running"].includes(exported.state)) return exported;
    await sleep(POLL_MS);
  }
}

export async function benchExports(rig: Rig, bench: Bench): Promise<Result[]> {
  const { postings, exports, progress } = bench;
  const rows = Math.min(MAX_ROWS, postings);
  const { database } = await loadedMarket(rig, rows, bench);
  const results: Result[] = [];
  for (const one of CASES.filter(({ id }) => exports?.includes(id) ?? true)) {
    const worker = await rig.worker(`exports-${one.id}`, null, { CLICKHOUSE_DATABASE: database });
    const startedAt = performance.now();
    const { idle, peak, resident, value } = await watchMemory(worker, () => exportAll(worker, one));
    const seconds = (performance.now() - startedAt) / 1000;
    await worker.close();
    if (value.state !== "done" || value.rows_done !== rows)
      throw new Error(`exports: ${one.name}: ${value.state}, ${value.rows_done} rows: ${value.error}`);
    const text = `${((value.bytes ?? 0) / 1e6).toFixed(0)} MB in ${seconds.toFixed(0)} s; idle ${idle.toFixed(0)} MB, peak ${peak.toFixed(0)} MB; workerd ${resident}`;
    progress(`exports: ${one.name}: ${text}`);
    results.push({
      what: `export: peak of the isolate, ${rows.toLocaleString("en-US")} postings as ${one.name}`,
      against: "Worker limit 128 MB (a figure of its own, not a ratio)",
      target: { is: "at most", value: MAX_MB },
      unit: "MB",
      ...once(peak, null),
      notes: [text],
    });
  }
  return results;
}
