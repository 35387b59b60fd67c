/** The cities of the active dictionaries, for crawls and for the API. */
import {
  type DictionaryEntry,
  type DictionaryKind,
  type FilterCodes,
  SHIPPED_VERSION,
} from "../../shared/contracts/dictionary.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { byPlatform, PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import {
  type CityDictionary,
  cityDictionary,
  indexCities,
  type PlatformCities,
} from "../../shared/platforms/cities.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import type { DictionaryVersion } from "../db/dictionary-schema.ts";
import { type DictionaryStore, findVersion } from "./dictionary-store.ts";

/** Each isolate keeps what it has read, by the hash of the content, so that a version is read and joined once. */
const contents = new Map<string, DictionaryEntry[]>();
const indexes = new Map<string, PlatformCities>();
/** Old versions that people look at go through here, too. */
const MAX_KEPT = 40;

function keep<T>(map: Map<string, T>, key: string, value: T): T {
  if (map.size >= MAX_KEPT) map.clear();
  map.set(key, value);
  return value;
}

export const shippedEntries = (platform: Platform, kind: DictionaryKind): readonly DictionaryEntry[] =>
  adapters[platform].shippedDictionary[kind] ?? [];

/** @throws Error when D1 has the version and not its content, which no run leaves behind */
export async function entriesOf(
  store: Pick<DictionaryStore, "entries">,
  platform: Platform,
  kind: DictionaryKind,
  version: Pick<DictionaryVersion, "version" | "hash"> | null,
): Promise<readonly DictionaryEntry[]> {
  if (!version || version.version === SHIPPED_VERSION) return shippedEntries(platform, kind);
  const known = contents.get(version.hash);
  if (known) return known;
  const read = await store.entries(version.hash);
  if (!read) throw new Error(`the entries ${version.hash} of ${platform} ${kind} are not stored`);
  return keep(contents, version.hash, read);
}

/** Kinds whose codes a split search sends. */
const FILTER_KINDS = ["experience", "degree", "salary", "size"] as const satisfies DictionaryKind[];

/**
 * A site that gives an option another code keeps its name.
 * @param options active entries, in the order of `FILTER_KINDS`
 * @returns the codes that are others than the shipped ones, by the shipped one; undefined when none is
 */
function changedCodes(
  platform: Platform,
  options: readonly (readonly DictionaryEntry[])[],
): FilterCodes | undefined {
  const changed = FILTER_KINDS.flatMap((kind, at) => {
    const active = new Map((options[at] ?? []).map(({ name, code }) => [name, code] as const));
    const codes = shippedEntries(platform, kind).flatMap(({ name, code }) => {
      const now = active.get(name);
      return now === undefined || now === code ? [] : [[code, now] as const];
    });
    return codes.length > 0 ? [[kind, Object.fromEntries(codes)] as const] : [];
  });
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

/**
 * Reads which versions are active: at most six rows of each platform, and their contents only when the isolate has not
 * met them. What it answers stays as it is, so that a handler or a run of lanes decides by one version.
 */
export async function readActiveCities(
  store: Pick<DictionaryStore, "active" | "entries">,
): Promise<CityDictionary> {
  const active = await store.active(["city", "district", ...FILTER_KINDS]);
  const read = await Promise.all(
    PLATFORMS.map(async (platform): Promise<[Platform, PlatformCities]> => {
      const city = findVersion(active, platform, "city");
      const district = findVersion(active, platform, "district");
      const filters = FILTER_KINDS.map((kind) => findVersion(active, platform, kind));
      const hashes = [city, district, ...filters].map((version) => version?.hash ?? SHIPPED_VERSION);
      const key = `${platform} ${hashes.join()}`;
      const known = indexes.get(key);
      if (known) return [platform, known];
      const [cities, districts, ...options] = await Promise.all([
        entriesOf(store, platform, "city", city),
        entriesOf(store, platform, "district", district),
        ...FILTER_KINDS.map((kind, at) => entriesOf(store, platform, kind, filters[at] ?? null)),
      ]);
      const codes = changedCodes(platform, options);
      return [platform, keep(indexes, key, indexCities(cities, districts, codes))];
    }),
  );
  const platforms = new Map(read);
  return cityDictionary(byPlatform((platform) => platforms.get(platform) as PlatformCities));
}
