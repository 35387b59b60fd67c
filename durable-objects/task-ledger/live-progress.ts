/**
 * Keeps the progress of running tasks in memory, because thousands of updates a second must not be rows written. It is
 * stored when the lease is extended, with a checkpoint and at the end.
 */
import type { TaskProgress } from "../../shared/contracts/task.ts";
import type { ProgressReport } from "../../shared/contracts/task-ledger.ts";
import { MINUTE_MS } from "../../shared/time.ts";

/** Samples kept per task; they cover the last minute. */
const MAX_SAMPLES = 30;
const MAX_MESSAGE_CHARS = 300;

interface Live {
  report: ProgressReport;
  at: number;
  samples: { at: number; done: number }[];
}

const finite = (value: number): number => (Number.isFinite(value) ? Math.max(0, value) : 0);

export class LiveProgress {
  readonly #tasks = new Map<string, Live>();

  note(id: string, report: ProgressReport, now: number): void {
    const done = finite(report.done);
    const total = report.total === null ? null : Math.max(done, finite(report.total));
    const message = report.message?.slice(0, MAX_MESSAGE_CHARS).toWellFormed() ?? null;
    const live = this.#tasks.get(id);
    const samples = live?.samples ?? [];
    const last = samples.at(-1);
    // A task that begins anew reports less than before; its rate is measured anew too.
    if (last && done < last.done) samples.length = 0;
    if (!last || now - last.at >= MINUTE_MS / MAX_SAMPLES) samples.push({ at: now, done });
    while (samples.length > 1 && (samples[0]?.at ?? now) < now - MINUTE_MS) samples.shift();
    this.#tasks.set(id, { report: { done, total, message }, at: now, samples });
  }

  /** Drops what was measured, which belongs to another holder once a lease begins or ends. */
  forget(id: string): void {
    this.#tasks.delete(id);
  }

  view(id: string): TaskProgress | null {
    const live = this.#tasks.get(id);
    if (!live) return null;
    const { done, total, message } = live.report;
    const first = live.samples[0];
    const seconds = first ? (live.at - first.at) / 1000 : 0;
    const rate = first && seconds > 0 ? (done - first.done) / seconds : null;
    return {
      done,
      total,
      message,
      percent: total === null ? null : total === 0 ? 100 : (done / total) * 100,
      rate,
      left_s: rate && total !== null ? Math.round((total - done) / rate) : null,
      at: live.at,
    };
  }

  /** @returns the column to store; empty without a report */
  column(id: string): { progress?: string } {
    const view = this.view(id);
    return view ? { progress: JSON.stringify(view) } : {};
  }

  /** Forgets the progress as the lease ends. @returns the column to store; empty without a report */
  take(id: string): { progress?: string } {
    const column = this.column(id);
    this.forget(id);
    return column;
  }
}
