/** Compares two versions of a dictionary, and decides whether the newer one may become active by itself. */
import type { DictionaryChange, DictionaryEntry } from "../contracts/dictionary.ts";

export interface DictionaryCounts {
  added: number;
  removed: number;
  renamed: number;
  recoded: number;
}

const nameKey = ({ parent, name }: DictionaryEntry) => `${parent ?? ""}\n${name}`;

/**
 * Entries are the same by their name, since a keyword names a city and not a code; what is left is the same by its code.
 * @returns the changes, codes that changed first; empty for equal versions in any order
 */
export function diffDictionaries(
  before: readonly DictionaryEntry[],
  after: readonly DictionaryEntry[],
): DictionaryChange[] {
  const byName = new Map(after.map((entry) => [nameKey(entry), entry]));
  const recoded: DictionaryChange[] = [];
  const gone: DictionaryEntry[] = [];
  const met = new Set<DictionaryEntry>();
  for (const entry of before) {
    const same = byName.get(nameKey(entry));
    if (!same) {
      gone.push(entry);
      continue;
    }
    met.add(same);
    if (same.code !== entry.code) recoded.push({ change: "recoded", before: entry, after: same });
  }
  const left = after.filter((entry) => !met.has(entry));
  const byCode = new Map(left.map((entry) => [entry.code, entry]));
  const renamed: DictionaryChange[] = [];
  const removed: DictionaryChange[] = [];
  for (const entry of gone) {
    const same = byCode.get(entry.code);
    if (!same) removed.push({ change: "removed", before: entry, after: null });
    else {
      met.add(same);
      renamed.push({ change: "renamed", before: entry, after: same });
    }
  }
  const added = left
    .filter((entry) => !met.has(entry))
    .map((entry): DictionaryChange => ({ change: "added", before: null, after: entry }));
  return [...recoded, ...removed, ...renamed, ...added];
}

export function countChanges(changes: readonly DictionaryChange[]): DictionaryCounts {
  const counts: DictionaryCounts = { added: 0, removed: 0, renamed: 0, recoded: 0 };
  for (const { change } of changes) counts[change]++;
  return counts;
}

export interface DictionaryLimits {
  /** Entries that may be new without a person. */
  maxAdded: number;
  /** Entries that may be gone, or have another name or code, without a person. */
  maxDrift: number;
}

/**
 * Why a version must wait for a person; null when it may become active by itself. The shipped version is known to be
 * short, so that whatever a first load adds to it passes.
 */
export function driftOf(
  { added, removed, renamed, recoded }: DictionaryCounts,
  { maxAdded, maxDrift }: DictionaryLimits,
  isAgainstShipped: boolean,
): string | null {
  const drift = removed + renamed + recoded;
  if (drift > maxDrift) {
    const parts = [
      [recoded, "have another code"],
      [removed, "are gone"],
      [renamed, "have another name"],
    ] as const;
    const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
    return `${said.join(", ")}; at most ${maxDrift} may change without a person`;
  }
  if (!isAgainstShipped && added > maxAdded)
    return `${added} are new; at most ${maxAdded} may come without a person`;
  return null;
}
