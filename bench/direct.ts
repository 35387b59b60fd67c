/**
 * The ingest benches are compared with this: the lines that the consumer inserts for a round's rows are ready in
 * memory and are inserted table by table with the product's own client and settings, from Node.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { ingestEntry } from "../shared/platforms/registry.ts";
import { join } from "../tests/edge/ingest/join-body.ts";
import { clickHouseClient } from "../workers/clickhouse/client.ts";
import { insertLines } from "../workers/clickhouse/insert.ts";
import { INGEST_TABLES, type IngestTable } from "../workers/ingest/line-inserter.ts";
import { linesByTable } from "../workers/ingest/lines-by-table.ts";
import { openBatch } from "../workers/ingest/open-batch.ts";
import { prepareBatch } from "../workers/ingest/prepare.ts";
import { askedOf, seenScopes, selectRows } from "../workers/ingest/select-rows.ts";
import { NEWLINE } from "../workers/ingest/spool-header.ts";
import type { Batch } from "./backlog.ts";
import { newDatabase } from "./database.ts";
import { PASSWORD } from "./rig.ts";

export const DIRECT_BATCH_ROWS = 10_000;
export const DIRECT_DATABASE = "direct";

/** The lines that the consumer inserts of these batches when nothing was seen before, cut into 10,000 rows. */
export function linesOf(batches: Batch[]): Record<IngestTable, Uint8Array[]> {
  const open = batches.map(({ batchId, rows }) => {
    const entry = ingestEntry("qcwy", "web", "job");
    const batch = {
      batch_id: batchId,
      platform: entry.platform,
      channel: entry.channel,
      data_type: entry.dataType,
      rows,
      run: { keyword_id: "bench", run_id: "bench", keyword: "Java", city: "全国" },
      source: "edge",
      request_id: "bench",
      collected_at: Date.now(),
    };
    return { ...openBatch(batchId, prepareBatch(batch, entry).body), senderBatchId: null };
  });
  const scopes = seenScopes(open);
  const verdicts = scopes.map((scope) => askedOf(scope).map(() => "new" as const));
  const tables = linesByTable(open, selectRows(open, scopes, verdicts));
  return Object.fromEntries(INGEST_TABLES.map((table) => [table, cutLines(join(tables[table]))])) as Record<
    IngestTable,
    Uint8Array[]
  >;
}

function cutLines(bytes: Uint8Array): Uint8Array[] {
  const batches: Uint8Array[] = [];
  let start = 0;
  let lines = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, end + 1)) {
    lines++;
    if (lines % DIRECT_BATCH_ROWS > 0 && end + 1 < bytes.length) continue;
    batches.push(bytes.slice(start, end + 1));
    start = end + 1;
  }
  return batches;
}

/** @returns seconds */
export async function insertDirectly(url: string, lines: Record<IngestTable, Uint8Array[]>): Promise<number> {
  await newDatabase(url, DIRECT_DATABASE);
  const client: ClickHouseClient = clickHouseClient({
    CLICKHOUSE_URL: url,
    CLICKHOUSE_USER: "default",
    CLICKHOUSE_PASSWORD: PASSWORD,
    CLICKHOUSE_DATABASE: DIRECT_DATABASE,
  });
  const startedAt = performance.now();
  for (const table of INGEST_TABLES) {
    for (const [index, batch] of lines[table].entries()) {
      await insertLines(client, table, batch, `direct-${table}-${index}`);
    }
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await client.close();
  return seconds;
}
