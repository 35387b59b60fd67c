/**
 * Moves an export on. A run that was killed goes on where its last saved progress says; the lock keeps two steps from
 * running at once, and its fence keeps a step that lost it from writing.
 */
import { EXPORT_FILE_DAYS, UNFINISHED_STATES } from "../../shared/contracts/exports.ts";
import { DAY_MS } from "../../shared/time.ts";
import type { ExportRecord } from "../db/export-schema.ts";
import { attemptStep, runStep, StepEnds } from "../step.ts";
import type { ExportServices } from "./export-services.ts";
import { fileKey } from "./files.ts";
import { Run } from "./run.ts";
import { finishFile, maskedName, maskRows, stageRows, writeFile } from "./write-file.ts";

/** Deletes what an export that ended leaves behind but its file. */
export async function dropTraces(services: ExportServices, record: ExportRecord): Promise<void> {
  const { source, files } = services;
  const { stage, subject, uploadId, id, format } = record;
  if (stage !== null) {
    await source.drop({ name: stage, subject });
    await source.drop({ name: maskedName(stage), subject });
  }
  if (uploadId !== null) await files.abort(fileKey(id, format), uploadId);
}

export const isUnfinished = ({ state }: Pick<ExportRecord, "state">): boolean =>
  UNFINISHED_STATES.some((unfinished) => unfinished === state);

async function runPhases(run: Run): Promise<void> {
  const { clock, store } = run.services;
  if (run.record.phase === "stage") await stageRows(run);
  if (run.record.phase === "mask") await maskRows(run);
  if (run.record.phase === "write") await writeFile(run);
  const { bytes, sha256 } = await finishFile(run);
  const at = clock.now();
  const change = { bytes, sha256, error: null, finishedAt: at, updatedAt: at, uploadId: null };
  const ended = await store.end(run.record.id, "done", {
    ...change,
    expiresAt: at + EXPORT_FILE_DAYS * DAY_MS,
  });
  if (!ended) throw new StepEnds("taken");
}

async function fail(services: ExportServices, run: Run, error: string): Promise<void> {
  const at = services.clock.now();
  const failed = await services.store.end(run.record.id, "failed", { error, finishedAt: at, updatedAt: at });
  if (failed) await services.files.delete(fileKey(run.record.id, run.record.format));
}

/** @returns true when a further step is to be woken at once */
async function step(services: ExportServices, id: string, fence: number, timeMs: number): Promise<boolean> {
  const { store, logger } = services;
  const record = await store.find(id);
  if (record?.delivery !== "file") return false;
  const run = new Run(services, record, fence, timeMs);
  const isTimeUp = await attemptStep(run, {
    begun: { state: "running" },
    work: () => runPhases(run),
    fail: (error) => fail(services, run, error),
    warn: (error) => logger.warn("export.step-failed", { export: id, phase: run.record.phase, error }),
  });
  if (isTimeUp) return true;
  const now = await store.find(id);
  if (now === null || !isUnfinished(now)) {
    // The upload of a finished file is complete, and its id is no longer in the record.
    await dropTraces(services, {
      ...run.record,
      uploadId: now?.state === "done" ? null : run.record.uploadId,
    });
    logger.info("export.ended", { export: id, state: now?.state ?? "deleted", rows: now?.rowsDone ?? null });
  }
  return false;
}

/**
 * Runs a step of the export unless one is running.
 * @param timeMs a step that made a part of the file after this time leaves the rest to the next one
 */
export const runExport = (services: ExportServices, id: string, timeMs: number): Promise<void> =>
  runStep(services, "export", id, (fence) => step(services, id, fence, timeMs));
