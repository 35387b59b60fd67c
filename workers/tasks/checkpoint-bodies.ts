/** Stores and verifies bodies of checkpoints: small ones lie in the ledger, large ones in R2. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { MAX_BODY_BYTES, MAX_CURSOR_CHARS, MAX_INLINE_BODY_BYTES } from "../../shared/contracts/task.ts";
import type { NewCheckpoint, StoredCheckpoint } from "../../shared/contracts/task-ledger.ts";
import { sha256Hex } from "../../shared/domain/sha256.ts";
import { fieldError } from "../../shared/errors/validation.ts";
import type { BlobStore } from "../../shared/storage.ts";

/** Number of bodies in R2 per holder. A further one overwrites the oldest, so that a long task leaves a bounded number. */
const SLOTS = 20;

export const bodiesOf = (taskId: string): string => `task-checkpoints/${taskId}/`;

/**
 * Stores the body where it belongs.
 * @param maker names the holder: its fence, or the time of a checkpoint by hand
 * @param count number of the holder's checkpoints before this one
 * @throws ApiError validation_failed over the limits
 */
export async function keepCheckpoint(
  store: BlobStore,
  taskId: string,
  cursor: unknown,
  body: string | undefined,
  maker: string,
  count: number,
): Promise<NewCheckpoint> {
  const json = JSON.stringify(cursor ?? null);
  if (json.length > MAX_CURSOR_CHARS)
    throw fieldError("cursor", `is longer than ${MAX_CURSOR_CHARS} characters`);
  if (body === undefined) return { cursor: json, body: null, body_key: null, body_sha256: null, bytes: 0 };
  const bytes = utf8ToBytes(body);
  if (bytes.length > MAX_BODY_BYTES) throw fieldError("body", `is longer than ${MAX_BODY_BYTES} bytes`);
  const made = { cursor: json, body_sha256: bytesToHex(sha256(bytes)), bytes: bytes.length };
  if (bytes.length <= MAX_INLINE_BODY_BYTES) return { ...made, body, body_key: null };
  const body_key = `${bodiesOf(taskId)}${maker}-${count % SLOTS}`;
  await store.put(body_key, bytes);
  return { ...made, body: null, body_key };
}

export interface GoodCheckpoint {
  seq: number;
  cursor: unknown;
  body: string | null;
}

/**
 * Finds the last checkpoint that can be used; it passes over broken ones.
 * @param checkpoints newest first
 * @param wanted the one that a person chose; null for the last good one
 * @param skipped is called with each that is broken
 */
export async function lastGoodCheckpoint(
  store: BlobStore,
  checkpoints: readonly StoredCheckpoint[],
  wanted: number | null,
  skipped: (seq: number, problem: string) => Promise<void>,
): Promise<GoodCheckpoint | null> {
  for (const checkpoint of checkpoints) {
    const { seq, cursor, problem } = checkpoint;
    if (wanted !== null && seq > wanted) continue;
    if (problem !== null) {
      await skipped(seq, problem);
      continue;
    }
    const body = checkpoint.body_key === null ? checkpoint.body : await store.getText(checkpoint.body_key);
    const isWhole =
      checkpoint.body_key === null || (body !== null && sha256Hex(body) === checkpoint.body_sha256);
    if (isWhole) return { seq, cursor: JSON.parse(cursor), body };
    await skipped(seq, body === null ? "body-missing" : "body-hash");
  }
  return null;
}
