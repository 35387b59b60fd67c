/** The dictionaries in D1. */
import { and, asc, desc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import type { DictionaryEntry, DictionaryKind } from "../../shared/contracts/dictionary.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import {
  type DictionaryLoad,
  type DictionaryVersion,
  dictionaryContents,
  dictionaryLoads,
  dictionaryVersions,
} from "../db/dictionary-schema.ts";
import { type Database, runBatch } from "../db/run-batch.ts";

export interface VersionName {
  platform: Platform;
  kind: DictionaryKind;
  version: number;
}

/** @param versions at most one of each platform and kind, as `active` and `proposed` answer them */
export const findVersion = (
  versions: readonly DictionaryVersion[],
  platform: Platform,
  kind: DictionaryKind,
): DictionaryVersion | null => versions.find((one) => one.platform === platform && one.kind === kind) ?? null;

export interface DictionaryStore {
  /** The active versions of these kinds, or of all; a kind without one has the shipped version. */
  active(kinds?: readonly DictionaryKind[]): Promise<DictionaryVersion[]>;
  /** The versions that wait for a person. */
  proposed(): Promise<DictionaryVersion[]>;
  /** Newest first. */
  versions(platform: Platform, kind: DictionaryKind): Promise<DictionaryVersion[]>;
  find(name: VersionName): Promise<DictionaryVersion | null>;
  /** Null for a content that nobody has stored. */
  entries(hash: string): Promise<DictionaryEntry[] | null>;
  /** Adds a version with its content; an active or waiting one takes the place of the one before. */
  add(version: DictionaryVersion, entries: readonly DictionaryEntry[]): Promise<void>;
  /** A load found the same entries again. */
  seen(name: VersionName, at: number): Promise<void>;
  /** What waits is not wanted any more: the site is back at the active version. */
  supersedeProposed(platform: Platform, kind: DictionaryKind): Promise<void>;
  /** @returns false when the version is active already or its state changed meanwhile */
  activate(name: VersionName, from: DictionaryVersion["state"], by: string, at: number): Promise<boolean>;
  /** The shipped version becomes active. */
  deactivate(platform: Platform, kind: DictionaryKind, by: string, at: number): Promise<void>;
  /** @returns false when the version does not wait any more */
  reject(name: VersionName, by: string, at: number): Promise<boolean>;
  /** Active versions of cities that ClickHouse does not have yet. */
  toJoin(): Promise<DictionaryVersion[]>;
  joined(name: VersionName, at: number): Promise<void>;

  loads(): Promise<DictionaryLoad[]>;
  /** Plans loads; one that waits already only gets a new owner. */
  request(sources: readonly { platform: Platform; source: string }[], by: string, at: number): Promise<void>;
  /** Loads that are due, in order. */
  dueLoads(now: number): Promise<DictionaryLoad[]>;
  saveLoad(
    name: Pick<DictionaryLoad, "platform" | "source">,
    change: Partial<Omit<DictionaryLoad, "platform" | "source">>,
  ): Promise<void>;
}

const versions = dictionaryVersions;
const loads = dictionaryLoads;

const isVersion = ({ platform, kind, version }: VersionName) =>
  and(eq(versions.platform, platform), eq(versions.kind, kind), eq(versions.version, version));

export function createDictionaryStore(db: Database): DictionaryStore {
  const supersede = (platform: Platform, kind: DictionaryKind, state: "active" | "proposed") =>
    db
      .update(versions)
      .set({ state: "superseded" })
      .where(and(eq(versions.platform, platform), eq(versions.kind, kind), eq(versions.state, state)));

  return {
    active: (kinds) =>
      db
        .select()
        .from(versions)
        .where(and(sql`${versions.state} = 'active'`, kinds && inArray(versions.kind, [...kinds])))
        .all(),
    proposed: () => db.select().from(versions).where(sql`${versions.state} = 'proposed'`).all(),
    versions: (platform, kind) =>
      db
        .select()
        .from(versions)
        .where(and(eq(versions.platform, platform), eq(versions.kind, kind)))
        .orderBy(desc(versions.version))
        .all(),
    find: async (name) => (await db.select().from(versions).where(isVersion(name)).get()) ?? null,
    entries: async (hash) =>
      (await db.select().from(dictionaryContents).where(eq(dictionaryContents.hash, hash)).get())?.entries ??
      null,
    async add(version, entries) {
      const { platform, kind, state, hash } = version;
      await runBatch(db, [
        db
          .insert(dictionaryContents)
          .values({ hash, entries: [...entries] })
          .onConflictDoNothing(),
        supersede(platform, kind, "proposed"),
        ...(state === "active" ? [supersede(platform, kind, "active")] : []),
        db.insert(versions).values(version),
      ]);
    },
    async seen(name, at) {
      await db.update(versions).set({ seenAt: at }).where(isVersion(name)).run();
    },
    async supersedeProposed(platform, kind) {
      await supersede(platform, kind, "proposed").run();
    },
    async activate(name, from, by, at) {
      if (from === "active") return false;
      const { platform, kind, version } = name;
      const is = sql`platform = ${platform} and kind = ${kind}`;
      // The place becomes free only when the version still is what the person saw.
      await runBatch(db, [
        sql`update dictionary_versions set state = 'superseded' where ${is} and state = 'active' and exists
          (select 1 from dictionary_versions where ${is} and version = ${version} and state = ${from})`,
        sql`update dictionary_versions set state = 'active', decided_by = ${by}, decided_at = ${at}, joined_at = null
          where ${is} and version = ${version} and state = ${from}`,
      ]);
      const after = await db.select().from(versions).where(isVersion(name)).get();
      return after?.state === "active" && after.decidedBy === by && after.decidedAt === at;
    },
    async deactivate(platform, kind, by, at) {
      await db
        .update(versions)
        .set({ state: "superseded", decidedBy: by, decidedAt: at })
        .where(and(eq(versions.platform, platform), eq(versions.kind, kind), eq(versions.state, "active")))
        .run();
    },
    async reject(name, by, at) {
      const { meta } = await db
        .update(versions)
        .set({ state: "rejected", decidedBy: by, decidedAt: at })
        .where(and(isVersion(name), eq(versions.state, "proposed")))
        .run();
      return meta.changes > 0;
    },
    toJoin: () =>
      db
        .select()
        .from(versions)
        .where(and(sql`${versions.state} = 'active'`, eq(versions.kind, "city"), isNull(versions.joinedAt)))
        .all(),
    async joined(name, at) {
      await db.update(versions).set({ joinedAt: at }).where(isVersion(name)).run();
    },

    loads: () => db.select().from(loads).orderBy(asc(loads.platform), asc(loads.source)).all(),
    async request(sources, by, at) {
      const asked = { requestedBy: by, requestedAt: at, dueAt: at, attempts: 0 };
      await runBatch(
        db,
        sources.map(({ platform, source }) =>
          db
            .insert(loads)
            .values({ platform, source, ...asked })
            .onConflictDoUpdate({ target: [loads.platform, loads.source], set: asked }),
        ),
      );
    },
    dueLoads: (now) =>
      db.select().from(loads).where(lte(loads.dueAt, now)).orderBy(asc(loads.dueAt), asc(loads.source)).all(),
    async saveLoad({ platform, source }, change) {
      await db
        .update(loads)
        .set(change)
        .where(and(eq(loads.platform, platform), eq(loads.source, source)))
        .run();
    },
  };
}
