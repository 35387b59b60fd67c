/** Reads the keys of each SeenIndex from the ClickHouse tables that the registry names. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { SeenRecord, SeenType } from "../../shared/contracts/seen-index.ts";
import { ROW_KINDS, type RowKind } from "../../shared/platforms/data-types.ts";
import { storedDerivedKeys, storedKeys } from "../clickhouse/queries/stored-keys.ts";
import { runQuery } from "../clickhouse/query.ts";

/** A page of keys reads at most some ten thousand rows, in the order of the table. */
const TIMEOUT_MS = 30_000;

export interface StoredPage {
  /** Latest content hash, first and last time collected of each key, in the order of the keys. */
  records: SeenRecord[];
  /** The last key that was read; null when no key follows. */
  next: string | null;
}

/** Reads at most `limit` keys that follow strictly after `afterKey`. */
export type ReadStored = (
  platform: Platform,
  type: SeenType,
  afterKey: string,
  limit: number,
) => Promise<StoredPage>;

/** The table that stores the rows of an index. */
interface Source {
  table: string;
  keyColumn: string;
  /** Rows whose content is in this table too belong to another index. */
  ownTable: string | null;
}

const SOURCES = new Map<SeenType, Source>(
  Object.values<RowKind>(ROW_KINDS).flatMap(({ seenType, rawTable, keyColumn, derived }) => {
    const direct: [SeenType, Source] = [seenType, { table: rawTable, keyColumn, ownTable: null }];
    if (derived === null) return [direct];
    const { rawTable: ownTable, keyColumn: derivedKey } = ROW_KINDS[derived.dataType];
    return [direct, [derived.seenType, { table: derived.table, keyColumn: derivedKey, ownTable }]];
  }),
);

/**
 * The index of a data type is read from its raw table, which has every content ever stored. For a derived row only the
 * newest content is restored, and nothing when the company's own page is newer: such a key counts as new next time.
 */
export function createReadStored(client: ClickHouseClient): ReadStored {
  return async (platform, type, after_key, limit) => {
    const source = SOURCES.get(type);
    if (!source) throw new Error(`no table holds rows of the index ${type}`);
    const { table, keyColumn: key_column, ownTable } = source;
    const page = { platform, table, key_column, after_key, limit };
    const options = { timeoutMs: TIMEOUT_MS };
    const rows = await (ownTable === null
      ? runQuery(client, storedKeys, page, options)
      : runQuery(client, storedDerivedKeys, { ...page, own_table: ownTable }, options));
    return {
      records: rows
        .filter(({ hash }) => hash !== "")
        .map(({ key, hash, first_seen, last_seen }) => ({
          key,
          hash,
          first_seen,
          last_seen,
        })),
      next: rows.length < limit ? null : (rows.at(-1)?.key ?? null),
    };
  };
}
