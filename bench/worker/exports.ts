/** Routes of the export bench: the real services begin an export, and the real queue or its reader moves it on. */
import type { ExportFormat } from "../../shared/contracts/exports.ts";
import type { WantedExport } from "../../workers/exports/exports.ts";
import { SUBJECTS } from "../../workers/exports/subjects.ts";
import { servicesOf } from "../../workers/services.ts";

interface Start {
  format: ExportFormat;
  masked: boolean;
}

const wanted = ({ format, masked }: Start): WantedExport => ({
  subject: "jobs",
  format,
  masked,
  columns: [...SUBJECTS.jobs.usual],
  filter: {},
  ownerId: "00000000-0000-4000-8000-000000000001",
  departmentId: null,
});

/** Begins a run that writes a file. */
export async function startExport(env: Env, start: Start): Promise<{ id: string }> {
  const { id } = await servicesOf(env).api.exports.start(wanted(start), "bench");
  return { id };
}

/** Sends the rows, as the API does. */
export async function streamExport(env: Env, start: Start): Promise<Response> {
  const { record, body } = await servicesOf(env).api.exports.stream(wanted(start));
  return new Response(body, { headers: { "x-export-id": record.id } });
}

export async function exportState(env: Env, { id }: { id: string }) {
  const record = await servicesOf(env).api.exports.find(id);
  if (!record) throw new Error(`no export ${id}`);
  const { state, rowsTotal: rows_total, rowsDone: rows_done, bytes, error } = record;
  return { state, rows_total, rows_done, bytes, error };
}
