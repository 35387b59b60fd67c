/** Selects the rows of a group that go into ClickHouse: what SeenIndex is asked, the verdict of each row, the counts. */
import type { ConfirmedBatch, VerdictLetter } from "../../shared/contracts/ingest-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { SeenEntry, SeenType, SeenVerdict } from "../../shared/contracts/seen-index.ts";
import { packLetters } from "../../shared/domain/run-length.ts";
import type { RowKind } from "../../shared/platforms/data-types.ts";
import type { OpenBatch } from "./open-batch.ts";

/** Entries of one SeenIndex in a group. */
export interface SeenScope {
  platform: Platform;
  type: SeenType;
  /** First content of each key in the group. */
  first: SeenEntry[];
  /** Content that an upload ends with, for each key that the first upload to name it brings in several versions. */
  ends: SeenEntry[];
  /** Last content of each key in the group. */
  last: SeenEntry[];
}

/** What SeenIndex is asked about a scope, in this order. */
export const askedOf = ({ first, ends }: SeenScope): SeenEntry[] => [...first, ...ends];

/** Parts of one upload are one unit: a sender that sends it again sends all of it. */
const unitOf = ({ header }: OpenBatch): string => header.upload?.id ?? header.batch_id;

const scopeName = (platform: Platform, type: SeenType) => `${platform}:${type}`;

/** The index of the rows that a batch brings, and the index of those that are derived from them. */
const seenTypesOf = ({ seenType, derived }: RowKind) => ({
  own: seenType,
  derived: derived?.seenType ?? seenType,
});

/** Contents of a key in a group. */
interface KeyContents {
  first: string;
  last: string;
  /** The upload that names the key first, and the content that it ends with. */
  unit: string;
  end: string;
}

type KeysOfScope = Pick<SeenScope, "platform" | "type"> & { keys: Map<string, KeyContents> };

/** Groups the keys of all batches by their index. */
export function seenScopes(batches: OpenBatch[]): SeenScope[] {
  const scopes = new Map<string, KeysOfScope>();
  const keysOf = (platform: Platform, type: SeenType) => {
    const name = scopeName(platform, type);
    const scope = scopes.get(name) ?? { platform, type, keys: new Map() };
    scopes.set(name, scope);
    return scope.keys;
  };
  for (const batch of batches) {
    const { header, kind } = batch;
    const types = seenTypesOf(kind);
    const own = keysOf(header.platform, types.own);
    const derived = keysOf(header.platform, types.derived);
    const unit = unitOf(batch);
    for (const { type, key, hash } of header.entries) {
      const keys = type === header.data_type ? own : derived;
      const known = keys.get(key);
      if (!known) keys.set(key, { first: hash, last: hash, unit, end: hash });
      else {
        known.last = hash;
        if (known.unit === unit) known.end = hash;
      }
    }
  }
  return [...scopes.values()].filter(({ keys }) => keys.size > 0).map(listContents);
}

function listContents({ platform, type, keys }: KeysOfScope): SeenScope {
  const scope: SeenScope = { platform, type, first: [], ends: [], last: [] };
  for (const [key, { first, end, last }] of keys) {
    scope.first.push({ key, hash: first });
    if (end !== first) scope.ends.push({ key, hash: end });
    scope.last.push({ key, hash: last });
  }
  return scope;
}

const LETTER: Record<SeenVerdict, VerdictLetter> = { new: "n", changed: "c", unchanged: "u" };

/** What is known of a key while the entries of a group are read in order. */
interface KeyState {
  /** Verdict of its first content in the group. */
  letter: VerdictLetter;
  /** Content that it has so far; null while only SeenIndex knows one. */
  hash: string | null;
  /** True when SeenIndex holds the content that the first upload to name the key ends with. */
  endIsKnown: boolean;
  /** Content that the upload being read ends with. */
  end: string;
  /** True when the upload being read brings nothing of the key that is not known. */
  isKnown: boolean;
}

type KeyStates = Map<string, KeyState>;

/** @returns the states of each scope, by its name */
function keyStates(scopes: SeenScope[], verdicts: SeenVerdict[][]): Map<string, KeyStates> {
  const states = new Map<string, KeyStates>();
  scopes.forEach((scope, index) => {
    const { platform, type, first } = scope;
    const keys: KeyStates = new Map();
    askedOf(scope).forEach(({ key }, at) => {
      const verdict = verdicts[index]?.[at];
      if (!verdict) throw new Error(`no verdict for ${platform} ${type} ${key}`);
      const endIsKnown = verdict === "unchanged";
      const state = at < first.length ? undefined : keys.get(key);
      if (state) state.endIsKnown = endIsKnown;
      else keys.set(key, { letter: LETTER[verdict], hash: null, endIsKnown, end: "", isKnown: false });
    });
    states.set(scopeName(platform, type), keys);
  });
  return states;
}

/** @returns of each entry its content and the state of its key */
function contentsOf(
  { header, kind }: OpenBatch,
  states: Map<string, KeyStates>,
): { state: KeyState; hash: string }[] {
  const types = seenTypesOf(kind);
  const own = states.get(scopeName(header.platform, types.own));
  const derived = states.get(scopeName(header.platform, types.derived));
  return header.entries.map(({ type, key, hash }) => {
    const state = (type === header.data_type ? own : derived)?.get(key);
    if (!state) throw new Error(`no verdict for ${key}`);
    return { state, hash };
  });
}

/** Batches of the same upload, which follow each other. */
function unitsOf(batches: OpenBatch[]): OpenBatch[][] {
  const units: OpenBatch[][] = [];
  for (const batch of batches) {
    const last = units.at(-1);
    if (last?.[0] && unitOf(last[0]) === unitOf(batch)) last.push(batch);
    else units.push([batch]);
  }
  return units;
}

/** @returns the letter of an entry with this content, which becomes the content of the key */
function letterOf(state: KeyState, hash: string): VerdictLetter {
  if (state.isKnown && (state.hash !== null || hash !== state.end)) return "d";
  const letter = state.isKnown ? "u" : state.hash === null ? state.letter : state.hash === hash ? "d" : "c";
  state.hash = hash;
  return letter;
}

/**
 * A key that comes with several contents is stored once for each change, in order. But where an upload ends with the
 * content that is known, nothing of the key is stored: it is an upload sent again (A6), and the contents before the last
 * are older than what is known.
 * @param verdicts one list per scope, in the order of the scopes: the verdicts of what {@link askedOf} it
 * @returns one string per batch with one letter per entry
 */
export function selectRows(batches: OpenBatch[], scopes: SeenScope[], verdicts: SeenVerdict[][]): string[] {
  const states = keyStates(scopes, verdicts);
  return unitsOf(batches).flatMap((unit) => {
    const parts = unit.map((batch) => contentsOf(batch, states));
    for (const part of parts) for (const { state, hash } of part) state.end = hash;
    for (const part of parts) {
      for (const { state } of part) {
        state.isKnown = state.hash === null ? state.endIsKnown : state.hash === state.end;
      }
    }
    return parts.map((part) => {
      let letters = "";
      for (const { state, hash } of part) letters += letterOf(state, hash);
      return letters;
    });
  });
}

/** Counts the rows of each batch by verdict. Derived rows, such as employers, are not counted. */
export function countRows(batches: OpenBatch[], selection: string[]): ConfirmedBatch[] {
  return batches.map(({ header }, batch) => {
    const counts = { inserted: 0, changed: 0, duplicates: 0 };
    let letters = "";
    header.entries.forEach((entry, index) => {
      if (entry.type !== header.data_type) return;
      const letter = selection[batch]?.[index] ?? "";
      letters += letter;
      if (letter === "n") counts.inserted++;
      else if (letter === "c") counts.changed++;
      else counts.duplicates++;
    });
    return { ...counts, verdicts: packLetters(letters) };
  });
}
