/** What ClickHouse holds of the keys of each SeenIndex, by the tables that the registry names. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { SeenRecord, SeenType } from "../../shared/contracts/seen-index.ts";
import { ROW_KINDS, type RowKind } from "../../shared/platforms/data-types.ts";
import { storedDerivedKeys, storedKeys } from "../clickhouse/queries/stored-keys.ts";
import { runQuery } from "../clickhouse/query.ts";

/** One page of keys reads at most some ten thousand rows in order of the table. */
const TIMEOUT_MS = 30_000;

export interface StoredPage {
  /** In order of the key: latest content hash, first and last time collected. */
  records: SeenRecord[];
  /** Last key that was looked at; null when no key follows. */
  next: string | null;
}

/** Reads what ClickHouse holds strictly after `afterKey`, at most `limit` keys. */
export type ReadStored = (
  platform: Platform,
  type: SeenType,
  afterKey: string,
  limit: number,
) => Promise<StoredPage>;

/** Where the rows of an index are. */
interface Source {
  table: string;
  keyColumn: string;
  /** Rows whose content is here too belong to another index. */
  ownTable: string | null;
}

const SOURCES = new Map<SeenType, Source>(
  Object.values<RowKind>(ROW_KINDS).flatMap(({ seenType, rawTable, keyColumn, derived }) => {
    const own: [SeenType, Source] = [seenType, { table: rawTable, keyColumn, ownTable: null }];
    if (derived === null) return [own];
    const { rawTable: ownTable, keyColumn: derivedKey } = ROW_KINDS[derived.dataType];
    return [own, [derived.seenType, { table: derived.table, keyColumn: derivedKey, ownTable }]];
  }),
);

/**
 * A row's own index is read from its raw table, which has every content ever stored. Of a derived row only the newest
 * content is kept, and none where the own page is newer: such a key counts as new when it comes next.
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
          firstSeen: first_seen,
          lastSeen: last_seen,
        })),
      next: rows.length < limit ? null : (rows.at(-1)?.key ?? null),
    };
  };
}
