/** What exports need; `workers/services.ts` builds it. */
import type { Clock } from "../../shared/clock.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import type { Logger } from "../../shared/log.ts";
import type { ExportStore } from "./export-store.ts";
import type { ExportFiles } from "./files.ts";
import type { ExportSource } from "./source.ts";

export interface ExportServices {
  store: ExportStore;
  source: ExportSource;
  files: ExportFiles;
  clock: Pick<Clock, "now">;
  logger: Logger;
  lock(name: string): LockApi;
  /** Wakes the consumer that runs the export. */
  wake(id: string, cause: string): Promise<void>;
  /** Keeps the event alive until the work is done. */
  inBackground(work: Promise<unknown>): void;
}
