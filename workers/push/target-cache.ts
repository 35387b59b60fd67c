/** Caches the enabled target of each data type, which is read from D1 at most once per `FRESH_MS`. */
import type { DataType } from "../../shared/contracts/platform.ts";
import type { TargetStore } from "./target-store.ts";

const FRESH_MS = 5000;
/** Maximum age of the cached targets while D1 does not answer, so that ingest continues. */
const USABLE_MS = 600_000;

let known: { at: number; targets: Map<DataType, string> } | null = null;

/**
 * @returns id of the target; null when the data type has none
 * @throws when D1 does not answer and no targets were read within `USABLE_MS`
 */
export async function pushTargetOf(
  store: Pick<TargetStore, "enabled">,
  dataType: DataType,
): Promise<string | null> {
  const now = Date.now();
  if (known === null || now - known.at >= FRESH_MS) {
    try {
      known = { at: now, targets: await store.enabled() };
    } catch (error) {
      if (known === null || now - known.at >= USABLE_MS) throw error;
    }
  }
  return known.targets.get(dataType) ?? null;
}

/** Clears the cache; must be called after a change of a target in this isolate. */
export const forgetPushTargets = (): void => {
  known = null;
};
