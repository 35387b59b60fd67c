/**
 * The spool object of a batch is NDJSON. Line 1 is this header. The lines of each entry follow in order, with the
 * columns of their tables except the provenance, which the header has for all. A posting has two lines (raw_jobs,
 * jobs), its own page two (raw_job_details, job_details), a company's own page two (raw_companies, companies), and an
 * employer named by a posting one (companies).
 */
import { z } from "zod";
import type { NewBatch } from "../../shared/contracts/ingest-ledger.ts";
import { Channel, DataType, Platform } from "../../shared/contracts/platform.ts";
import { QualityVerdict } from "../../shared/contracts/quality.ts";

export interface SpoolEntry {
  /** The data type of the batch; another one marks a derived row: `company` in a batch of postings is an employer. */
  type: DataType;
  key: string;
  hash: string;
  lines: number;
}

/** Lines of a row: a raw one and a typed one. A derived row has only the typed line. */
export const ROW_LINES = 2;

export const NEWLINE = 0x0a;

/** Length of the end of every line, which its provenance replaces. */
export const LINE_END = "}\n".length;

const Problem = z.object({
  field: z.string(),
  reason: z.string(),
  rows: z.string(),
  lines: z.string().optional(),
});

const Upload = z.object({ id: z.string(), part: z.number(), offset: z.number(), ip: z.string() });

const Head = z.object({
  v: z.literal(1),
  batch_id: z.string().min(1),
  platform: Platform,
  channel: Channel,
  data_type: DataType,
  run: z
    .object({ keyword_id: z.string(), run_id: z.string(), keyword: z.string(), city: z.string() })
    .nullable(),
  source: z.string(),
  request_id: z.string(),
  /** Unix ms. */
  collected_at: z.number(),
  parser_version: z.number(),
  received: z.number(),
  rows: z.number(),
  problems: z.array(Problem),
  upload: Upload.optional(),
  /** It is set in batches that are far off their baseline. */
  quality: QualityVerdict.optional(),
  /**
   * Written by this code, up to thousands of entries; only the line count is validated, which reveals a damaged
   * object.
   */
  entries: z.custom<SpoolEntry[]>((value) => Array.isArray(value), "is not a list"),
});
export type SpoolHeader = z.infer<typeof Head>;

/** Thrown when a spool object cannot be read; the batch itself is faulty and becomes a dead letter. */
export class SpoolDamaged extends Error {
  constructor(reason: string) {
    super(`spool object ${reason}`);
    this.name = "SpoolDamaged";
  }
}

/**
 * @param body the spool object, or its first line
 * @throws SpoolDamaged
 */
export function readSpoolHeader(body: Uint8Array): SpoolHeader {
  const end = body.indexOf(NEWLINE);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(end < 0 ? body : body.subarray(0, end)));
  } catch {
    throw new SpoolDamaged("has a header that is not JSON");
  }
  const parsed = Head.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SpoolDamaged(`has a bad header: ${issue?.path.join(".")} ${issue?.message}`);
}

/** @param object key of the spool object and its unpacked size; null for a batch without a valid row */
export const toNewBatch = (header: SpoolHeader, object: { key: string; bytes: number } | null): NewBatch => ({
  batch_id: header.batch_id,
  platform: header.platform,
  channel: header.channel,
  data_type: header.data_type,
  spool_key: object?.key ?? null,
  bytes: object?.bytes ?? 0,
  received: header.received,
  rows: header.rows,
  problems: header.problems,
  source: header.source,
  request_id: header.request_id,
  run_id: header.run?.run_id ?? null,
  upload: header.upload ?? null,
  quality: header.quality ?? null,
});
