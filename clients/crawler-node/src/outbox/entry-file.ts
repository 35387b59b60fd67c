/**
 * One thing for the API, as it lies on the node's disk: a line with the SHA-256 of all that follows, a line of JSON
 * that says what it is, then the rows of a batch (gzip of NDJSON).
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { ProgressRequest, SettleRequest } from "../../../../shared/contracts/node-api.ts";
import { Channel, DataType, Platform } from "../../../../shared/contracts/platform.ts";

const MAGIC = "jobdata-node/1 ";
const NEWLINE = 0x0a;

const lease = { node: z.string(), keyword_id: z.string(), fence: z.number() };
export const EntryHeader = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("batch"),
    ...lease,
    head: z.object({
      batch_id: z.string(),
      platform_type: Platform,
      channel: Channel,
      data_type: DataType,
      collected_at: z.number(),
      keyword_id: z.string(),
      fence: z.number(),
    }),
  }),
  z.object({
    kind: z.literal("progress"),
    ...lease,
    request: ProgressRequest,
    /** Batches that lay on the disk when this was written: without them it must not go. */
    after: z.array(z.string()),
  }),
  z.object({ kind: z.literal("settle"), ...lease, request: SettleRequest }),
]);
export type EntryHeader = z.infer<typeof EntryHeader>;

export interface EntryContent {
  header: EntryHeader;
  payload: Uint8Array<ArrayBuffer>;
}

const sumOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

export function encodeEntry({ header, payload }: EntryContent): Uint8Array[] {
  const rest = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), payload]);
  return [Buffer.from(`${MAGIC}${sumOf(rest)}\n`), rest];
}

/** Null for what is not, or is no longer, such a file. */
export function decodeEntry(bytes: Buffer): EntryContent | null {
  const first = bytes.indexOf(NEWLINE);
  const rest = bytes.subarray(first + 1);
  if (first < 0 || bytes.toString("latin1", 0, first) !== MAGIC + sumOf(rest)) return null;
  const second = rest.indexOf(NEWLINE);
  if (second < 0) return null;
  try {
    const header = EntryHeader.parse(JSON.parse(rest.toString("utf8", 0, second)));
    return { header, payload: new Uint8Array(rest.subarray(second + 1)) };
  } catch {
    return null;
  }
}
