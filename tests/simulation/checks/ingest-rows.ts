/** What holds of batches on their way into ClickHouse, read from the ledger's rows and from what ClickHouse got. */
import type { IngestBatch } from "../../../shared/contracts/ingest.ts";
import type { DataType } from "../../../shared/contracts/platform.ts";
import { ROW_KINDS } from "../../../shared/platforms/data-types.ts";
import { INGEST_TABLES } from "../../../workers/ingest/line-inserter.ts";
import type { MemoryClickHouse } from "../platform/clickhouse.ts";
import type { ObjectHost, Watch } from "../platform/objects.ts";
import type { World } from "../world.ts";

interface GroupRow {
  group_id: string;
  data_type: string;
  state: string;
  fence: number;
  lease_until: number;
  last_seq: number | null;
}

type Receipt = {
  batch_id: string;
  /** Null for what the edge crawled: the batch is an upload of one part. */
  upload_id: string | null;
  part: number;
  data_type: DataType;
  state: string;
  rows: number;
  inserted: number;
  changed: number;
  duplicates: number;
};

/** Calls of a group's holder, `(groupId, fence, …)`. */
const BY_HOLDER = new Set(["renewGroup", "saveSelection", "confirm", "failGroup"]);

export class IngestRows {
  readonly #world: World;
  readonly #clickhouse: MemoryClickHouse;
  /** Key and content of each row of the batches that are not stored yet. */
  readonly #open = new Map<string, { key: string; hash: string }[]>();
  #fence = 0;
  #inserted = 0;

  constructor(world: World, clickhouse: MemoryClickHouse) {
    this.#world = world;
    this.#clickhouse = clickhouse;
  }

  /** Rows that a sender was told, or may have been told, are accepted. */
  sent(
    { batch_id, platform, data_type }: Pick<IngestBatch, "batch_id" | "platform" | "data_type">,
    entries: readonly { key: string; hash: string }[],
  ): void {
    const open = this.#open.get(batch_id) ?? [];
    for (const { key, hash } of entries) open.push({ key: `${data_type} ${platform} ${key}`, hash });
    this.#open.set(batch_id, open);
  }

  readonly watch: Watch = (host, method, args) => {
    if (!BY_HOLDER.has(method)) return undefined;
    const [id, fence] = args as [string, number];
    if (method === "failGroup") this.#world.note(() => `group ${id} failed: ${args[2]}`);
    const group = host.data.rows<GroupRow>("SELECT * FROM groups WHERE group_id = ?", id)[0];
    const holds = group?.state === "open" && group.fence === fence && group.lease_until !== 0;
    const batches = method === "confirm" && group?.state === "open" ? this.#batchesOf(host, group) : [];
    return (answer) => {
      if (!(answer as { ok: boolean }).ok) return;
      if (!holds && !(method === "confirm" && group?.state === "confirmed"))
        this.#world.fail("no write with an old fence is accepted", `${method} of group ${id}`);
      for (const batchId of batches) this.#stored(host, batchId);
    };
  };

  check(host: ObjectHost): void {
    const fence = host.data.rows<{ fence: number }>("SELECT fence FROM ledger")[0]?.fence ?? 0;
    if (fence < this.#fence) this.#world.fail("fences grow", host.title);
    this.#fence = fence;
    const held = host.data.rows<{ data_type: string; n: number }>(
      `SELECT data_type, count(*) AS n FROM groups WHERE state = 'open' AND lease_until > ?
         GROUP BY data_type HAVING n > 1`,
      host.now(),
    );
    if (held.length > 0) this.#world.fail("no two live leases of one data type", held[0]?.data_type);
    if (host.busy > 0 || host.data.alarmAt !== null) return;
    const waiting = host.data.rows(
      `SELECT 1 FROM batches WHERE state = 'accepted'
       UNION ALL SELECT 1 FROM batches WHERE state = 'frozen' LIMIT 1`,
    );
    if (waiting.length > 0) this.#world.fail("a timer has an alarm", `${host.title}: batches wait`);
  }

  recount(host: ObjectHost): void {
    const [{ waiting, inserted } = { waiting: 0, inserted: 0 }] = host.data.rows<{
      waiting: number;
      inserted: number;
    }>("SELECT sum(waiting_batches) AS waiting, sum(inserted) AS inserted FROM totals");
    const [{ n } = { n: 0 }] = host.data.rows<{ n: number }>(
      `WITH counted AS (SELECT counted_seq AS seq FROM ledger)
       SELECT (SELECT count(*) FROM batches, counted WHERE state = 'accepted' AND batches.seq <= counted.seq)
         + (SELECT count(*) FROM batches, counted WHERE state = 'frozen' AND batches.seq <= counted.seq) AS n`,
    );
    if ((waiting ?? 0) !== n)
      this.#world.fail("counters equal a recount", `${waiting} batches wait, ${n} rows`);
    if ((inserted ?? 0) !== this.#inserted)
      this.#world.fail("counters equal a recount", `${inserted} inserted, ${this.#inserted} in receipts`);
  }

  #batchesOf(host: ObjectHost, group: GroupRow): string[] {
    const rows =
      group.last_seq === null
        ? host.data.rows<{ batch_id: string }>(
            "SELECT batch_id FROM batches WHERE state = 'frozen' AND group_id = ?",
            group.group_id,
          )
        : host.data.rows<{ batch_id: string }>(
            "SELECT batch_id FROM batches WHERE state = 'accepted' AND data_type = ? AND seq <= ?",
            group.data_type,
            group.last_seq,
          );
    return rows.map(({ batch_id }) => batch_id);
  }

  /** Receipts are what ClickHouse has. */
  #stored(host: ObjectHost, batchId: string): void {
    const [receipt] = host.data.rows<Receipt>("SELECT * FROM batches WHERE batch_id = ?", batchId);
    if (receipt?.state !== "stored") {
      this.#world.fail("a confirmed batch is stored", batchId);
      return;
    }
    const { rows, inserted, changed, duplicates } = receipt;
    const { rowsOf, contents } = this.#clickhouse;
    const { typedTable, sightingTable } = ROW_KINDS[receipt.data_type];
    const told = inserted + changed + duplicates;
    if (told !== rows)
      this.#world.fail("receipts tell of every row", `batch ${batchId}: ${told} of ${rows} rows`);
    const upload = `${receipt.upload_id ?? batchId}.${receipt.part}`;
    const seen = sightingTable === null ? rows : (rowsOf.get(`${sightingTable} ${upload}`) ?? 0);
    const typed = rowsOf.get(`${typedTable} ${upload}`) ?? 0;
    if (seen !== rows || typed !== inserted + changed)
      this.#world.fail(
        "receipts are the rows that ClickHouse has",
        `batch ${batchId}: ${rows} rows, ${seen} seen; ${inserted + changed} new, ${typed} stored`,
      );
    this.#inserted += inserted;
    for (const table of INGEST_TABLES) rowsOf.delete(`${table} ${upload}`);
    for (const { key, hash } of this.#open.get(batchId) ?? [])
      if (!contents.get(key)?.has(hash)) this.#world.fail("no accepted row is lost", `${key} of ${batchId}`);
    this.#open.delete(batchId);
  }
}
