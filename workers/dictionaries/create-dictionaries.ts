import { type DictionaryKind, SHIPPED_VERSION } from "../../shared/contracts/dictionary.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { DICTIONARY_KINDS, PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { diffDictionaries } from "../../shared/domain/dictionary-diff.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { indexCities } from "../../shared/platforms/cities.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import { cityCodeLine } from "../../shared/tables/city-codes.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import type { DictionaryVersion } from "../db/dictionary-schema.ts";
import { type HeldLock, withLock } from "../with-lock.ts";
import { entriesOf, readActiveCities, shippedEntries } from "./active-cities.ts";
import type { Dictionaries, ListedVersion } from "./dictionaries.ts";
import { findVersion, type VersionName } from "./dictionary-store.ts";
import { type LoadServices, loadDue } from "./load-dictionaries.ts";

export interface DictionaryServices extends LoadServices {
  lock: HeldLock;
  /** Inserts lines into `city_codes`; an insert of the same lines with the same token is ignored. */
  insertCityCodes(lines: string[], token: string): Promise<void>;
  /** Keeps the event alive until the promise is settled. */
  inBackground(work: Promise<unknown>): void;
}

/** No request begins after this time of one run: the scheduled job runs each minute. */
const RUN_MS = 10 * MINUTE_MS;

const listed = ({ hash: _, joinedAt: __, ...version }: DictionaryVersion): ListedVersion => version;

/** The shipped version, which has no row. */
function shippedVersion(platform: Platform, kind: DictionaryKind, isActive: boolean): ListedVersion {
  const entries = shippedEntries(platform, kind).length;
  return {
    ...{ platform, kind, version: SHIPPED_VERSION, state: isActive ? "active" : "superseded", entries },
    ...{ against: SHIPPED_VERSION, added: entries, removed: 0, renamed: 0, recoded: 0, drift: null },
    ...{ loadedBy: null, loadedAt: null, seenAt: null, decidedBy: null, decidedAt: null },
  };
}

export function createDictionaries(services: DictionaryServices): Dictionaries {
  const { store, clock, logger } = services;

  async function found(name: VersionName): Promise<DictionaryVersion> {
    const version = await store.find(name);
    if (!version) throw notFound(name);
    return version;
  }

  /** @returns null for a version that is not there, `shipped` for version 0 */
  async function versionOf(platform: Platform, kind: DictionaryKind, version: number) {
    if (version === SHIPPED_VERSION) return "shipped" as const;
    return store.find({ platform, kind, version });
  }

  const contentOf = (platform: Platform, kind: DictionaryKind, version: DictionaryVersion | "shipped") =>
    entriesOf(store, platform, kind, version === "shipped" ? null : version);

  async function joinCities(): Promise<void> {
    for (const version of await store.toJoin()) {
      const { platform, kind, version: number } = version;
      const cities = indexCities(await entriesOf(store, platform, kind, version), []);
      // The same rows for each try; a version that becomes active again is written again.
      const at = version.decidedAt ?? version.loadedAt;
      const lines = cities.list().map((city) => cityCodeLine(platform, city, number, at));
      await services.insertCityCodes(lines, `cities ${platform} ${number} ${at}`);
      await store.joined(version, clock.now());
    }
  }

  const self: Dictionaries = {
    cities: () => readActiveCities(store),
    async list() {
      const [active, proposed] = await Promise.all([store.active(), store.proposed()]);
      return PLATFORMS.flatMap((platform) =>
        DICTIONARY_KINDS.flatMap((kind) => {
          const used = findVersion(active, platform, kind);
          const waits = findVersion(proposed, platform, kind);
          const isKnown = shippedEntries(platform, kind).length > 0 || used || waits;
          if (!isKnown && !adapters[platform].dictionaries.some(({ kinds }) => kinds.includes(kind)))
            return [];
          return [
            {
              platform,
              kind,
              active: used ? listed(used) : shippedVersion(platform, kind, true),
              proposed: waits ? listed(waits) : null,
            },
          ];
        }),
      );
    },
    loads: () => store.loads(),
    async versions(platform, kind) {
      const all = await store.versions(platform, kind);
      const isShippedActive = !all.some(({ state }) => state === "active");
      return [...all.map(listed), shippedVersion(platform, kind, isShippedActive)];
    },
    async entries(platform, kind, version) {
      const wanted =
        version === undefined
          ? (findVersion(await store.active([kind]), platform, kind) ?? "shipped")
          : await versionOf(platform, kind, version);
      if (wanted === null) return null;
      return {
        version: wanted === "shipped" ? SHIPPED_VERSION : wanted.version,
        entries: await contentOf(platform, kind, wanted),
      };
    },
    async diff(platform, kind, from, to) {
      const [before, after] = await Promise.all([
        versionOf(platform, kind, from),
        versionOf(platform, kind, to),
      ]);
      if (before === null || after === null) return null;
      return diffDictionaries(
        await contentOf(platform, kind, before),
        await contentOf(platform, kind, after),
      );
    },
    async activate(platform, kind, version, by) {
      const at = clock.now();
      if (version === SHIPPED_VERSION) {
        await store.deactivate(platform, kind, by, at);
        return shippedVersion(platform, kind, true);
      }
      const name = { platform, kind, version };
      const { state } = await found(name);
      if (!(await store.activate(name, state, by, at)))
        throw new ApiError("invalid_state", `version ${version} is ${(await found(name)).state} already`);
      return listed(await found(name));
    },
    async reject(platform, kind, version, by) {
      const name = { platform, kind, version };
      const { state } = await found(name);
      if (!(await store.reject(name, by, clock.now())))
        throw new ApiError(
          "invalid_state",
          `version ${version} is ${state}: only one that waits is rejected`,
        );
      return listed(await found(name));
    },
    async request(platforms, by) {
      const sources = platforms.flatMap((platform) =>
        adapters[platform].dictionaries.map(({ name: source }) => ({ platform, source })),
      );
      await store.request(sources, by, clock.now());
      return sources.length;
    },
    async run(owner) {
      const held = await withLock(services.lock, owner, logger, async () => {
        const report = await loadDue(services, clock.now() + RUN_MS);
        // A ClickHouse that is down delays the join only; the next run writes it.
        await joinCities().catch((error) =>
          logger.warn("dictionary.not-joined", { error: messageOf(error) }),
        );
        return report;
      });
      return held.heldBy === null ? held.value : null;
    },
    runInBackground(owner) {
      services.inBackground(
        self.run(owner).catch((error) => logger.error("dictionary.run-failed", { error: messageOf(error) })),
      );
    },
  };
  return self;
}

const notFound = ({ platform, kind, version }: VersionName) =>
  new ApiError("not_found", `no version ${version} of the dictionary ${kind} of ${platform}`);
