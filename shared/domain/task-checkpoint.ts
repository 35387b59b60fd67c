/** Checkpoints form a chain of hashes (B6): a task never goes on from one that was changed, or whose predecessor was. */
import type { StoredCheckpoint } from "../contracts/task-ledger.ts";
import { sha256Hex } from "./sha256.ts";

type Hashed = Pick<StoredCheckpoint, "seq" | "fence" | "cursor" | "body_sha256" | "previous_sha256">;

/** @returns the SHA-256 of a JSON list: the fields of the checkpoint, the hash of its body, the hash of the one before */
export const checkpointHash = (
  task: string,
  { seq, fence, cursor, body_sha256, previous_sha256 }: Hashed,
): string => sha256Hex(JSON.stringify([task, seq, fence, cursor, body_sha256, previous_sha256]));

/**
 * Checks a checkpoint against its hash and its predecessor.
 * @param before the checkpoint before it; undefined when it was the first or that one is deleted
 * @param now Unix ms
 * @returns why it cannot be used; null when it can
 */
export function checkpointProblem(
  task: string,
  checkpoint: Hashed & Pick<StoredCheckpoint, "sha256" | "body" | "expires_at">,
  before: Pick<StoredCheckpoint, "sha256"> | undefined,
  now: number,
): StoredCheckpoint["problem"] {
  const { body, body_sha256 } = checkpoint;
  if (checkpoint.expires_at <= now) return "expired";
  if (checkpointHash(task, checkpoint) !== checkpoint.sha256) return "hash";
  if (body !== null && sha256Hex(body) !== body_sha256) return "hash";
  if (before && before.sha256 !== checkpoint.previous_sha256) return "chain";
  return null;
}
