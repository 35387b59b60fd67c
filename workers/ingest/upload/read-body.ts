/** Unpacks, counts and digests the bytes of an upload as they arrive; the body is never in memory as a whole. */
import { createHash } from "node:crypto";
import { createGunzip, type Gunzip } from "node:zlib";
import { ApiError } from "../../../shared/errors/codes.ts";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { insertPriority } from "../../clickhouse/insert-priority.ts";
import type { UploadSlot } from "./admission.ts";

export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;
export const MAX_UPLOAD_ROWS = 10_000;
/** An upload is rejected, and its slot freed, when the sender sends nothing for this long. */
const SILENCE_MS = 15_000;
/**
 * Least rate of a sender over each window of waiting for it: a body that trickles holds a slot for minutes. A poor
 * mobile connection brings some thousand bytes per second.
 */
const MIN_BYTES_PER_S = 1000;
const RATE_WINDOW_MS = 10_000;
/** Size of one read. The buffer is reused, because a new one for each read would be garbage that is collected late. */
const READ_BYTES = 64 * 1024;
/** Longest wait for inserts after each chunk read. */
const MAX_YIELD_MS = 50;
/** Limit of the whole upload, far below the age at which the sweep treats a part as abandoned. */
const MAX_MS = 600_000;

export function tooLarge(): ApiError {
  const reason = `is over the limits: ${MAX_UPLOAD_ROWS.toLocaleString("en-US")} rows, ${MAX_UPLOAD_BYTES / 1024 / 1024} MB (${MAX_UPLOAD_BYTES} bytes) unpacked`;
  return errorAbout("body_too_large", "body", reason);
}

const badBody = (reason: string) => errorAbout("bad_request", "body", reason);

/** @throws ApiError unsupported_media_type for a coding other than gzip */
export function isGzip(contentEncoding: string | undefined): boolean {
  const coding = (contentEncoding ?? "identity").trim().toLowerCase();
  if (coding === "identity" || coding === "") return false;
  if (coding === "gzip" || coding === "x-gzip") return true;
  const reason = `${JSON.stringify(coding.slice(0, 40))} is not gzip or identity`;
  throw errorAbout("unsupported_media_type", "content-encoding", reason);
}

/** Bytes in order; a piece is valid until the next is read. */
interface ByteSource {
  /** @returns null at the end */
  read(): Promise<Uint8Array | null>;
  cancel(): Promise<void>;
}

function plainSource(body: ReadableStream<Uint8Array>): ByteSource {
  const reader = body.getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(READ_BYTES);
  return {
    async read() {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (done) return null;
      // The buffer is never shared memory; the type checker can't know that.
      buffer = value.buffer as ArrayBuffer;
      return value;
    },
    cancel: () => reader.cancel(),
  };
}

/** Waits until the stream takes more, or is destroyed. */
function drained(stream: Gunzip): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ready = () => {
    stream.off("drain", ready).off("close", ready);
    resolve();
  };
  stream.on("drain", ready).on("close", ready);
  return promise;
}

/**
 * Unpacks gzip data of one or several members (RFC 1952, 2.2): log shippers append one at each flush.
 * `DecompressionStream` rejects the second.
 */
function gzipSource(body: ReadableStream<Uint8Array>): ByteSource {
  const reader = body.getReader();
  const gunzip = createGunzip({ chunkSize: READ_BYTES });
  const feed = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      // Writing waits for the reader of the unpacked bytes, so that a bomb is unpacked no further than it is read.
      if (!gunzip.write(value)) await drained(gunzip);
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  };
  feed().catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  const pieces: AsyncIterator<Uint8Array> = gunzip[Symbol.asyncIterator]();
  return {
    async read() {
      const { done, value } = await pieces.next();
      return done ? null : value;
    },
    async cancel() {
      gunzip.destroy();
      await reader.cancel();
    },
  };
}

/**
 * Passes the unpacked body to `chunk` piece by piece and awaits each call; a piece is valid until its call ends.
 * @param now Unix ms
 * @returns hex SHA-256 of the unpacked bytes
 * @throws ApiError body_too_large as soon as the limit is passed, bad_request when the body is cut off, silent, too slow
 * or takes too long
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  gzip: boolean,
  slot: Pick<UploadSlot, "waits" | "works">,
  chunk: (bytes: Uint8Array) => Promise<void> | void,
  now: () => number = Date.now,
): Promise<string> {
  const digest = createHash("sha256");
  if (!body) return digest.digest("hex");
  const source = gzip ? gzipSource(body) : plainSource(body);
  let bytes = 0;
  const window = { waitedMs: 0, bytes: 0 };
  const until = now() + MAX_MS;
  try {
    for (;;) {
      slot.waits();
      const since = now();
      const piece = await within(SILENCE_MS, source.read(), gzip);
      slot.works();
      if (piece === null) break;
      bytes += piece.length;
      if (bytes > MAX_UPLOAD_BYTES) throw tooLarge();
      if (now() > until) throw badBody(`takes over ${MAX_MS / 1000} s`);
      // A sender may prepare its body for a while: the time before the first bytes is no rate.
      if (bytes > piece.length) window.waitedMs += now() - since;
      window.bytes += piece.length;
      if (window.waitedMs >= RATE_WINDOW_MS) {
        if (window.bytes * 1000 < MIN_BYTES_PER_S * window.waitedMs)
          throw badBody(`comes slower than ${MIN_BYTES_PER_S} bytes per second`);
        Object.assign(window, { waitedMs: 0, bytes: 0 });
      }
      digest.update(piece);
      await chunk(piece);
      await insertPriority.yieldToInserts(MAX_YIELD_MS);
    }
    return digest.digest("hex");
  } catch (error) {
    await source.cancel().catch(() => {});
    throw error;
  }
}

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
