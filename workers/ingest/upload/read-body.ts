/** Unpacks, counts and digests the bytes of an upload as they arrive; the body is never in memory as a whole. */
import { createHash } from "node:crypto";
import { ApiError } from "../../../shared/errors/codes.ts";
import { insertPriority } from "../../clickhouse/insert-priority.ts";
import type { UploadSlot } from "./admission.ts";

export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;
export const MAX_UPLOAD_ROWS = 10_000;
/** An upload is rejected, and its slot freed, when the sender sends nothing for this long. */
const SILENCE_MS = 15_000;
/** Size of one read. The buffer is reused, because a new one for each read would be garbage that is collected late. */
const READ_BYTES = 64 * 1024;
/** Longest wait for inserts after each chunk read. */
const MAX_YIELD_MS = 50;
/** Limit of the whole upload, far below the age at which the sweep treats a part as abandoned. */
const MAX_MS = 600_000;

export function tooLarge(): ApiError {
  const reason = `is over the limits: ${MAX_UPLOAD_ROWS.toLocaleString("en-US")} rows, ${MAX_UPLOAD_BYTES / 1024 / 1024} MB (${MAX_UPLOAD_BYTES} bytes) unpacked`;
  return new ApiError("body_too_large", `body: ${reason}`, [{ field: "body", reason }]);
}

const badBody = (reason: string) =>
  new ApiError("bad_request", `body: ${reason}`, [{ field: "body", reason }]);

/** @throws ApiError unsupported_media_type for a coding other than gzip */
export function isGzip(contentEncoding: string | undefined): boolean {
  const coding = (contentEncoding ?? "identity").trim().toLowerCase();
  if (coding === "identity" || coding === "") return false;
  if (coding === "gzip" || coding === "x-gzip") return true;
  const reason = `${JSON.stringify(coding.slice(0, 40))} is not gzip or identity`;
  throw new ApiError("unsupported_media_type", `content-encoding: ${reason}`, [
    { field: "content-encoding", reason },
  ]);
}

/**
 * Passes the unpacked body to `chunk` piece by piece and awaits each call; a piece is valid until its call ends.
 * @returns hex SHA-256 of the unpacked bytes
 * @throws ApiError body_too_large as soon as the limit is passed, bad_request when the body is cut off, silent or takes too long
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  gzip: boolean,
  slot: Pick<UploadSlot, "waits" | "works">,
  chunk: (bytes: Uint8Array) => Promise<void> | void,
): Promise<string> {
  const digest = createHash("sha256");
  if (!body) return digest.digest("hex");
  const reader = (gzip ? body.pipeThrough(unzip()) : body).getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(READ_BYTES);
  let bytes = 0;
  const until = Date.now() + MAX_MS;
  try {
    for (;;) {
      slot.waits();
      const { done, value } = await within(SILENCE_MS, reader.read(new Uint8Array(buffer)), gzip);
      slot.works();
      if (done) break;
      // The buffer is never shared memory; the type checker can't know that.
      buffer = value.buffer as ArrayBuffer;
      bytes += value.length;
      if (bytes > MAX_UPLOAD_BYTES) throw tooLarge();
      if (Date.now() > until) throw badBody(`takes over ${MAX_MS / 1000} s`);
      digest.update(value);
      await chunk(value);
      await insertPriority.yieldToInserts(MAX_YIELD_MS);
    }
    return digest.digest("hex");
  } catch (error) {
    await reader.cancel().catch(() => {});
    throw error;
  }
}

/** The cast is needed because the types of browsers and Workers name bytes differently; the runtime accepts any. */
const unzip = () =>
  new DecompressionStream("gzip") as unknown as ReadableWritablePair<Uint8Array, Uint8Array>;

async function within<T>(ms: number, read: Promise<T>, gzip: boolean): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(badBody(`nothing came for ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([read, silence]);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw badBody(gzip ? "is not whole gzip data" : "broke off");
  } finally {
    clearTimeout(timer);
  }
}
