/**
 * One request for the API as it waits on the node's disk: a line with the SHA-256 of everything after it, a line of
 * JSON that says what it is, then the rows of a batch (gzip of NDJSON).
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
    /** Batches that were on the disk when this was written: it must not be sent without them. */
    after: z.array(z.string()),
  }),
  z.object({ kind: z.literal("settle"), ...lease, request: SettleRequest }),
]);
export type EntryHeader = z.infer<typeof EntryHeader>;

export interface EntryContent {
  header: EntryHeader;
  payload: Uint8Array<ArrayBuffer>;
}

/** Names the lease that an entry belongs to. */
export const leaseOf = ({ keyword_id, fence }: Pick<EntryHeader, "keyword_id" | "fence">) =>
  `${keyword_id}:${fence}`;

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

export function encodeEntry({ header, payload }: EntryContent): Uint8Array {
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), payload]);
  return Buffer.concat([Buffer.from(`${MAGIC}${sha256(content)}\n`), content]);
}

/** @returns null for bytes that are not, or no longer, a whole entry */
export function decodeEntry(bytes: Uint8Array): EntryContent | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const firstEnd = buffer.indexOf(NEWLINE);
  const content = buffer.subarray(firstEnd + 1);
  if (firstEnd < 0 || buffer.toString("latin1", 0, firstEnd) !== MAGIC + sha256(content)) return null;
  const headerEnd = content.indexOf(NEWLINE);
  if (headerEnd < 0) return null;
  try {
    const header = EntryHeader.parse(JSON.parse(content.toString("utf8", 0, headerEnd)));
    return { header, payload: new Uint8Array(content.subarray(headerEnd + 1)) };
  } catch {
    return null;
  }
}
