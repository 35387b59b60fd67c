/** Routes of the export bench: the real services begin an export, and the real queue or a reader moves it on. */
import type { ExportDelivery, ExportFormat } from "../../shared/contracts/exports.ts";
import type { WantedExport } from "../../workers/exports/exports.ts";
import { SUBJECTS } from "../../workers/exports/subjects.ts";
import { servicesOf } from "../../workers/services.ts";

interface Start {
  format: ExportFormat;
  masked: boolean;
  delivery: ExportDelivery;
}

export async function startExport(env: Env, { format, masked, delivery }: Start): Promise<{ id: string }> {
  const { exports } = servicesOf(env).api;
  const wanted: WantedExport = {
    ...{ subject: "jobs", format, masked, columns: [...SUBJECTS.jobs.usual], filter: {} },
    ...{ ownerId: "00000000-0000-4000-8000-000000000001", departmentId: null },
  };
  if (delivery === "file") return { id: (await exports.start(wanted, "bench")).id };
  const { record, body } = await exports.stream(wanted);
  // A client that reads as fast as it comes; what it has read is gone.
  void body.pipeTo(new WritableStream()).catch(() => undefined);
  return { id: record.id };
}

export async function exportState(env: Env, { id }: { id: string }) {
  const record = await servicesOf(env).api.exports.find(id);
  if (!record) throw new Error(`no export ${id}`);
  const { state, rowsTotal: rows_total, rowsDone: rows_done, bytes, error } = record;
  return { state, rows_total, rows_done, bytes, error };
}
