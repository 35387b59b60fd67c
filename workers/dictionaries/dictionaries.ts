/** Dictionaries for the API, the crawl and the schedule. */
import type { DictionaryChange, DictionaryEntry, DictionaryKind } from "../../shared/contracts/dictionary.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { CityDictionaries } from "../../shared/platforms/cities.ts";
import type { DictionaryLoad, DictionaryVersion } from "../db/dictionary-schema.ts";
import type { LoadReport } from "./load-dictionaries.ts";

/** A version as it is listed; the shipped one has no load. */
export type ListedVersion = Omit<
  DictionaryVersion,
  "hash" | "joinedAt" | "loadedBy" | "loadedAt" | "seenAt"
> &
  Pick<
    { [Name in keyof DictionaryVersion]: DictionaryVersion[Name] | null },
    "loadedBy" | "loadedAt" | "seenAt"
  >;

export interface DictionarySummary {
  platform: Platform;
  kind: DictionaryKind;
  active: ListedVersion;
  /** The one that waits for a person; null when none does. */
  proposed: ListedVersion | null;
}

export interface Dictionaries extends CityDictionaries {
  list(): Promise<DictionarySummary[]>;
  loads(): Promise<DictionaryLoad[]>;
  /** Newest first, the shipped one last. */
  versions(platform: Platform, kind: DictionaryKind): Promise<ListedVersion[]>;
  /** Null for a version that is not there. @param version the active one when left out */
  entries(
    platform: Platform,
    kind: DictionaryKind,
    version?: number,
  ): Promise<{ version: number; entries: readonly DictionaryEntry[] } | null>;
  /** Null when one of the versions is not there. */
  diff(
    platform: Platform,
    kind: DictionaryKind,
    from: number,
    to: number,
  ): Promise<DictionaryChange[] | null>;
  /** @throws ApiError not_found, invalid_state for one that is active already */
  activate(platform: Platform, kind: DictionaryKind, version: number, by: string): Promise<ListedVersion>;
  /** @throws ApiError not_found, invalid_state for one that does not wait */
  reject(platform: Platform, kind: DictionaryKind, version: number, by: string): Promise<ListedVersion>;
  /** Plans the load of every address of the platforms. @returns how many */
  request(platforms: readonly Platform[], by: string): Promise<number>;
  /** Loads what is due, and writes new cities to ClickHouse; null when another run does. */
  run(owner: string): Promise<LoadReport | null>;
  /** Begins `run` without waiting for it; the scheduled job goes on where it stops. */
  runInBackground(owner: string): void;
}
