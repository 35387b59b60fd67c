/** An export as the API shows it, and what callers send to begin one. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { inReach } from "../../../shared/contracts/access.ts";
import { CompanyFilter } from "../../../shared/contracts/company-search.ts";
import {
  EXPORT_PHASES,
  ExportDelivery,
  ExportFormat,
  ExportState,
  ExportSubject,
} from "../../../shared/contracts/exports.ts";
import { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldError, problemsOf, validationError } from "../../../shared/errors/validation.ts";
import type { ExportRecord } from "../../db/export-schema.ts";
import type { PlaceFilter } from "../../dictionaries/read-places.ts";
import type { WantedExport } from "../../exports/exports.ts";
import { SUBJECTS } from "../../exports/subjects.ts";
import { ownerOf } from "../../iam/permissions/principal.ts";
import { Instant } from "../http/answers.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { asksForContacts, contactError } from "../http/hidden-contacts.ts";
import { withKnownPlaces } from "../http/known-places.ts";

export const ExportView = z.object({
  id: z.uuid(),
  subject: ExportSubject,
  format: ExportFormat,
  delivery: ExportDelivery,
  columns: z.array(z.string()),
  filter: z.record(z.string(), z.unknown()).describe("As it was sent"),
  masked: z.boolean().describe("Recruiters' contacts are hidden in the file"),
  owner: z.object({ id: z.string(), username: z.string().nullable() }),
  state: ExportState,
  phase: z.enum(EXPORT_PHASES),
  rows_total: z.number().int().nullable().describe("Rows that were copied for it; null before that"),
  rows_done: z.number().int(),
  bytes: z.number().int().nullable(),
  sha256: z.string().nullable().describe("Of the file, hex"),
  cut_cells: z.number().int().describe("Cells cut to the 32,767 characters that Excel can hold"),
  error: z.string().nullable(),
  as_of: Instant.nullable().describe("When the rows were copied"),
  created_at: Instant,
  finished_at: Instant.nullable(),
  expires_at: Instant.nullable().describe("When the file is deleted"),
  link_expires_at: Instant.nullable().describe("Null without a link"),
});
export type ExportView = z.infer<typeof ExportView>;

const toView = (record: ExportRecord, username: string | null): ExportView => ({
  id: record.id,
  subject: record.subject,
  format: record.format,
  delivery: record.delivery,
  columns: record.columns,
  filter: record.filter,
  masked: record.masked,
  owner: { id: record.ownerId, username },
  state: record.state,
  phase: record.phase,
  rows_total: record.rowsTotal,
  rows_done: record.rowsDone,
  bytes: record.bytes,
  sha256: record.sha256,
  cut_cells: record.cutCells,
  error: record.error,
  as_of: record.asOf,
  created_at: record.createdAt,
  finished_at: record.finishedAt,
  expires_at: record.state === "done" ? record.expiresAt : null,
  link_expires_at: record.linkHash === null ? null : record.linkExpiresAt,
});

/** The view of an export with the name of its owner. */
export async function exportView(c: Context<ApiEnv>, record: ExportRecord): Promise<ExportView> {
  const names = await c.get("services").identity.users.usernames([record.ownerId]);
  return toView(record, names.get(record.ownerId) ?? null);
}

/** Views of exports with the names of their owners. */
export async function exportViews(c: Context<ApiEnv>, records: ExportRecord[]): Promise<ExportView[]> {
  if (records.length === 0) return [];
  const names = await c.get("services").identity.users.usernames(records.map(({ ownerId }) => ownerId));
  return records.map((record) => toView(record, names.get(record.ownerId) ?? null));
}

export const Columns = z
  .array(z.string())
  .max(100)
  .describe("Names of columns in the order wanted; all but the long text when left out");

/** @throws ApiError validation_failed */
function checkFilter(subject: ExportSubject, filter: unknown): Record<string, unknown> & PlaceFilter {
  const parsed = (subject === "jobs" ? JobFilter : CompanyFilter).safeParse(filter);
  if (!parsed.success) throw validationError(problemsOf(parsed.error, "filter"));
  return parsed.data;
}

/** @throws ApiError validation_failed */
export async function wantedFilter(
  c: Context<ApiEnv>,
  subject: ExportSubject,
  filter: unknown,
): Promise<Record<string, unknown>> {
  const checked = checkFilter(subject, filter);
  if (!principalOf(c).seesRecruiters && asksForContacts(checked)) throw contactError("filter");
  return withKnownPlaces(c, checked);
}

/** @throws ApiError validation_failed for an unknown or repeated column, or a filter that the subject does not have */
export async function wantedExport(
  c: Context<ApiEnv>,
  {
    subject,
    format,
    columns,
    filter,
  }: {
    subject: ExportSubject;
    format: ExportFormat;
    columns: string[] | undefined;
    filter: unknown;
  },
): Promise<WantedExport> {
  const of = SUBJECTS[subject];
  const wanted = columns?.length ? columns : [...of.usual];
  for (const name of wanted)
    if (!Object.hasOwn(of.columns, name))
      throw fieldError("columns", `is no column of ${subject}: ${name.slice(0, 40)}`);
  if (new Set(wanted).size < wanted.length) throw fieldError("columns", "holds a column twice");
  const principal = principalOf(c);
  const { ownerId, departmentId } = ownerOf(principal);
  return {
    subject,
    format,
    columns: wanted,
    filter: await wantedFilter(c, subject, filter),
    masked: !principal.seesRecruiters,
    ownerId: ownerId ?? principal.userId,
    departmentId,
  };
}

/**
 * The export, when it is within the caller's reach.
 * @throws ApiError not_found, also for an export outside the reach
 */
export async function findExport(c: Context<ApiEnv>, id: string): Promise<ExportRecord> {
  const record = await c.get("services").exports.find(id);
  const { reach } = principalOf(c);
  if (!record || !inReach(reach, record)) throw new ApiError("not_found", `no export ${id}`);
  return record;
}

/** @throws ApiError forbidden when the file shows contacts that the caller may not see */
export function checkMaySee(record: ExportRecord, seesRecruiters: boolean): void {
  if (!record.masked && !seesRecruiters)
    throw new ApiError("forbidden", "the file may name recruiters, whom your roles do not show you");
}

/** @throws ApiError invalid_state when there is no file */
export function checkHasFile(record: ExportRecord): void {
  if (record.delivery === "file" && record.state === "done") return;
  const why = record.delivery === "stream" ? "it was sent while it was made" : `it is ${record.state}`;
  throw new ApiError("invalid_state", `there is no file: ${why}`);
}
