/**
 * The platforms, and where their rows go (A4). A new platform is one folder, its name in `contracts/vocabulary.ts`, and
 * one line in `adapters`; a new data type is an entry of `ROW_KINDS`.
 */
import { type Channel, DATA_TYPES, type DataType, type Platform } from "../contracts/platform.ts";
import { CHANNELS, PLATFORMS } from "../contracts/vocabulary.ts";
import { ApiError, type FieldProblem } from "../errors/codes.ts";
import type { PlatformAdapter } from "./adapter.ts";
import { boss } from "./boss/adapter.ts";
import { ROW_KINDS, type RowKind } from "./data-types.ts";
import { qcwy } from "./qcwy/adapter.ts";
import { zhilian } from "./zhilian/adapter.ts";

export const adapters: Readonly<Record<Platform, PlatformAdapter>> = Object.freeze({ boss, qcwy, zhilian });

/**
 * How rows of one (platform, channel, data type) are read and where they go. It is looked up once per batch; what it
 * holds is then called row by row.
 */
export interface IngestEntry {
  readonly platform: Platform;
  readonly channel: Channel;
  readonly dataType: DataType;
  readonly adapter: PlatformAdapter;
  readonly kind: RowKind;
}

/** @param adapter reads the rows; a test's own stands in for the platform's */
export const entryOf = (adapter: PlatformAdapter, channel: Channel, dataType: DataType): IngestEntry =>
  Object.freeze({ platform: adapter.platform, channel, dataType, adapter, kind: ROW_KINDS[dataType] });

/** Every entry, frozen: none is added, changed or replaced while the program runs. */
export const ingestEntries: readonly IngestEntry[] = Object.freeze(
  PLATFORMS.flatMap((platform) =>
    CHANNELS.flatMap((channel) =>
      DATA_TYPES.map((dataType) => entryOf(adapters[platform], channel, dataType)),
    ),
  ),
);

const byTriple = new Map(
  ingestEntries.map((entry) => [`${entry.platform}/${entry.channel}/${entry.dataType}`, entry]),
);

export type Lookup = { ok: true; entry: IngestEntry } | { ok: false; error: ApiError };

/** The entry of a triple as a caller wrote it; an unknown one is a `validation_failed` that names each bad field. */
export function lookup(platform: string, channel: string, dataType: string): Lookup {
  const entry = byTriple.get(`${platform}/${channel}/${dataType}`);
  if (entry) return { ok: true, entry };
  const check = (field: string, value: string, known: readonly string[]): FieldProblem[] =>
    known.includes(value)
      ? []
      : [{ field, reason: `${JSON.stringify(value)} is not one of ${known.join(", ")}` }];
  const problems = [
    ...check("platform_type", platform, PLATFORMS),
    ...check("channel", channel, CHANNELS),
    ...check("data_type", dataType, DATA_TYPES),
  ];
  const message = `no table takes these rows: ${problems.map(({ field, reason }) => `${field} ${reason}`).join("; ")}`;
  return { ok: false, error: new ApiError("validation_failed", message, problems) };
}

/** @throws ApiError validation_failed when no table takes such rows */
export function ingestEntry(platform: Platform, channel: Channel, dataType: DataType): IngestEntry {
  const found = lookup(platform, channel, dataType);
  if (!found.ok) throw found.error;
  return found.entry;
}
