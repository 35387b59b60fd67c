/** Which data type is sent on to which target: D1 is asked at most once in some seconds. */
import type { DataType } from "../../shared/contracts/platform.ts";
import type { Database } from "../db/one-batch.ts";
import { enabledTargets } from "./target-store.ts";

const FRESH_MS = 5000;
/** When D1 does not answer, what it said so long ago still holds: the ingest does not stand still for it. */
const USABLE_MS = 600_000;

let known: { at: number; targets: Map<DataType, string> } | null = null;

/**
 * @returns id of the target; null when the data type has none
 * @throws when D1 does not answer and nothing is known
 */
export async function pushTargetOf(db: Database, dataType: DataType): Promise<string | null> {
  const now = Date.now();
  if (known === null || now - known.at >= FRESH_MS) {
    try {
      known = { at: now, targets: await enabledTargets(db) };
    } catch (error) {
      if (known === null || now - known.at >= USABLE_MS) throw error;
    }
  }
  return known.targets.get(dataType) ?? null;
}

/** After a change made here. */
export const forgetPushTargets = (): void => {
  known = null;
};
