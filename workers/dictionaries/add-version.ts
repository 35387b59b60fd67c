/** Compares loaded entries with the active version, and makes them the next one or lets a person decide. */
import {
  type DictionaryEntry,
  type DictionaryKind,
  SHIPPED_VERSION,
} from "../../shared/contracts/dictionary.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import {
  countChanges,
  type DictionaryLimits,
  diffDictionaries,
  driftOf,
} from "../../shared/domain/dictionary-diff.ts";
import { sha256Hex } from "../../shared/domain/sha256.ts";
import { entriesOf, shippedEntries } from "./active-cities.ts";
import type { DictionaryStore } from "./dictionary-store.ts";

export interface AddedVersion {
  version: number;
  state: "active" | "proposed";
  drift: string | null;
}

/** The same entries in any order have one hash. */
export function hashOf(entries: readonly DictionaryEntry[]): string {
  const lines = entries.map(({ parent, code, name }) => JSON.stringify([parent, code, name]));
  return sha256Hex(lines.sort().join("\n"));
}

/** @returns null when the site says what it said before */
export async function addVersion(
  store: DictionaryStore,
  limits: DictionaryLimits,
  {
    platform,
    kind,
    entries,
  }: { platform: Platform; kind: DictionaryKind; entries: readonly DictionaryEntry[] },
  { by, at }: { by: string; at: number },
): Promise<AddedVersion | null> {
  const hash = hashOf(entries);
  const all = await store.versions(platform, kind);
  const active = all.find(({ state }) => state === "active") ?? null;
  if (hash === (active?.hash ?? hashOf(shippedEntries(platform, kind)))) {
    if (active) await store.seen(active, at);
    await store.supersedeProposed(platform, kind);
    return null;
  }
  // A person has it before them, or has rejected it: the same answer is no news.
  const decided = all.find(
    (one) => one.hash === hash && (one.state === "proposed" || one.state === "rejected"),
  );
  if (decided) {
    await store.seen(decided, at);
    return null;
  }
  const counts = countChanges(diffDictionaries(await entriesOf(store, platform, kind, active), entries));
  const against = active?.version ?? SHIPPED_VERSION;
  const drift = driftOf(counts, limits, against === SHIPPED_VERSION);
  const version = (all[0]?.version ?? SHIPPED_VERSION) + 1;
  const state = drift === null ? "active" : "proposed";
  await store.add(
    {
      ...{ platform, kind, version, state, hash, entries: entries.length, against, ...counts, drift },
      ...{ loadedBy: by, loadedAt: at, seenAt: at, decidedBy: null, decidedAt: null, joinedAt: null },
    },
    entries,
  );
  return { version, state, drift };
}
