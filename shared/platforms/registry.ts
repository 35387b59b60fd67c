/**
 * The platforms, and where their rows go (A4). A new platform is one folder, its name in
 * `contracts/platform.ts`, and one line in `adapters`.
 */
import {
  CHANNELS,
  type Channel,
  DATA_TYPES,
  type DataType,
  PLATFORMS,
  type Platform,
} from "../contracts/platform.ts";
import { ApiError, type FieldProblem } from "../errors/codes.ts";
import type { PlatformAdapter } from "./adapter.ts";
import { boss } from "./boss/adapter.ts";
import { qcwy } from "./qcwy/adapter.ts";
import { zhilian } from "./zhilian/adapter.ts";

export const adapters: Readonly<Record<Platform, PlatformAdapter>> = Object.freeze({ boss, qcwy, zhilian });

export type RowTable = "raw_jobs" | "raw_companies" | "jobs" | "companies";

/** Where rows of one (platform, channel, data type) go, and how their keys are found. */
export interface IngestEntry {
  readonly platform: Platform;
  readonly channel: Channel;
  readonly dataType: DataType;
  /** Table of the rows as sent. */
  readonly rawTable: RowTable;
  /** Table of the typed rows. */
  readonly typedTable: RowTable;
  /** Tables that rows of this kind also feed: a posting tells of its company. */
  readonly derivedTables: readonly RowTable[];
  /** Key of a raw row, null when it has none. */
  readonly keyOf: (raw: unknown) => string | null;
  readonly companyKeyOf: (raw: unknown) => string | null;
  readonly adapter: PlatformAdapter;
}

function entryOf(platform: Platform, channel: Channel, dataType: DataType): IngestEntry {
  const adapter = adapters[platform];
  const shared = { platform, channel, dataType, adapter, companyKeyOf: adapter.companyKey };
  return Object.freeze(
    dataType === "job"
      ? {
          ...shared,
          rawTable: "raw_jobs",
          typedTable: "jobs",
          derivedTables: Object.freeze(["companies"] as const),
          keyOf: adapter.jobKey,
        }
      : {
          ...shared,
          rawTable: "raw_companies",
          typedTable: "companies",
          derivedTables: Object.freeze([]),
          keyOf: adapter.companyKey,
        },
  );
}

/** Every entry, frozen: none is added, changed or replaced while the program runs. */
export const ingestEntries: readonly IngestEntry[] = Object.freeze(
  PLATFORMS.flatMap((platform) =>
    CHANNELS.flatMap((channel) => DATA_TYPES.map((dataType) => entryOf(platform, channel, dataType))),
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
