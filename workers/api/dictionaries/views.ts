/** Dictionaries as the API shows them. */
import { z } from "@hono/zod-openapi";
import { DictionaryEntry, DictionaryKind, DictionaryState } from "../../../shared/contracts/dictionary.ts";
import { Outcome, Platform } from "../../../shared/contracts/platform.ts";
import type { DictionaryLoad } from "../../db/dictionary-schema.ts";
import type { DictionarySummary, ListedVersion } from "../../dictionaries/dictionaries.ts";
import { Instant } from "../http/answers.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

const count = z.number().int();

export const DictionaryParams = z.object({ platform: Platform, kind: DictionaryKind });
export const VersionNumber = z.coerce.number().int().min(0).max(1_000_000);
export const VersionParams = DictionaryParams.extend({ version: VersionNumber });

export const VersionView = z.object({
  version: count.describe("0 is the one that the program ships"),
  state: DictionaryState.describe("proposed: it differs too much, and waits for a person"),
  entries: count,
  against: count.describe("The version that was active when it was loaded; the counts are against it"),
  added: count,
  removed: count,
  renamed: count.describe("The same code has another name"),
  recoded: count.describe("The same name has another code"),
  drift: z.string().nullable().describe("Why it waits, or waited, for a person"),
  loaded_by: z.string().nullable(),
  loaded_at: Instant.nullable().describe("Null for the shipped one"),
  seen_at: Instant.nullable().describe("The last load that found the same"),
  decided_by: z.string().nullable(),
  decided_at: Instant.nullable(),
});
export type VersionView = z.infer<typeof VersionView>;

export const versionView = (version: ListedVersion): VersionView => ({
  version: version.version,
  state: version.state,
  entries: version.entries,
  against: version.against,
  added: version.added,
  removed: version.removed,
  renamed: version.renamed,
  recoded: version.recoded,
  drift: version.drift,
  loaded_by: version.loadedBy,
  loaded_at: version.loadedAt,
  seen_at: version.seenAt,
  decided_by: version.decidedBy,
  decided_at: version.decidedAt,
});

export const LoadView = z.object({
  source: z.string().describe("Name of the address"),
  kinds: z.array(DictionaryKind),
  waiting: z.boolean().describe("It is to be fetched, or is being fetched"),
  requested_by: z.string().nullable(),
  requested_at: Instant.nullable(),
  attempts: count.describe("Failed requests in a row"),
  finished_at: Instant.nullable().describe("Null before the first load"),
  outcome: Outcome.nullable().describe("How the last request ended; null when none was sent"),
  reason: z.string().nullable(),
  unread: count.describe("Entries of the last answer that could not be read"),
});

export const loadView = (
  source: { name: string; kinds: readonly DictionaryKind[] },
  load: DictionaryLoad | undefined,
): z.infer<typeof LoadView> => ({
  source: source.name,
  kinds: [...source.kinds],
  waiting: load !== undefined && load.dueAt !== null,
  requested_by: load?.requestedBy ?? null,
  requested_at: load?.requestedAt ?? null,
  attempts: load?.attempts ?? 0,
  finished_at: load?.finishedAt ?? null,
  outcome: load?.outcome ?? null,
  reason: load?.reason ?? null,
  unread: load?.unread ?? 0,
});

export const DictionaryView = z.object({
  platform: Platform,
  kind: DictionaryKind,
  active: VersionView,
  proposed: VersionView.nullable().describe(
    "The drift alarm: what the site says now, for a person to decide",
  ),
});

export const dictionaryView = ({
  platform,
  kind,
  active,
  proposed,
}: DictionarySummary): z.infer<typeof DictionaryView> => ({
  platform,
  kind,
  active: versionView(active),
  proposed: proposed && versionView(proposed),
});

export const EntryView = DictionaryEntry.extend({
  parent_name: z.string().nullable(),
  city: z.string().nullable().describe("Common name of a city; null for other kinds, and for a province"),
  division_code: z.string().nullable().describe("Official code (GB/T 2260) of a city or district"),
});

export const ChangeView = z.object({
  change: z.enum(["added", "removed", "renamed", "recoded"]),
  before: DictionaryEntry.nullable(),
  after: DictionaryEntry.nullable(),
});

export const exampleVersion = {
  version: 3,
  state: "proposed",
  entries: 391,
  against: 2,
  added: 0,
  removed: 0,
  renamed: 0,
  recoded: 1,
  drift: "1 have another code; at most 0 may change without a person",
  loaded_by: "schedule",
  loaded_at: EXAMPLE_NOW,
  seen_at: EXAMPLE_NOW,
  decided_by: null,
  decided_at: null,
} satisfies VersionView;

export const exampleActiveVersion = {
  ...exampleVersion,
  version: 2,
  state: "active",
  against: 0,
  added: 361,
  recoded: 0,
  drift: null,
} satisfies VersionView;
