/** Re-cleans over a real ClickHouse whose rows came as ingest writes them, with a parser of the test. */
import type { DataType } from "../../../shared/contracts/platform.ts";
import { isMoving } from "../../../shared/contracts/recleans.ts";
import type { PlatformAdapter } from "../../../shared/platforms/adapter.ts";
import { entryOf, ingestEntry } from "../../../shared/platforms/registry.ts";
import { insertLines } from "../../../workers/clickhouse/insert.ts";
import { INGEST_TABLES } from "../../../workers/ingest/line-inserter.ts";
import { linesByTable } from "../../../workers/ingest/lines-by-table.ts";
import { openBatch } from "../../../workers/ingest/open-batch.ts";
import { prepareBatch } from "../../../workers/ingest/prepare.ts";
import { createRecleans, type WantedReclean } from "../../../workers/recleans/create-recleans.ts";
import { createChangeReader } from "../../../workers/recleans/read-changes.ts";
import { createRecleanRows } from "../../../workers/recleans/reclean-rows.ts";
import { FREE_LOCK } from "../clickhouse/make-facts.ts";
import { figureRig } from "../figures/figure-rig.ts";
import { memoryRecleans } from "./memory-store.ts";

/** The first row of a day of China, Unix ms. */
export const DAY = "2026-11-10";
export const DAY_START_MS = Date.parse(`${DAY}T00:00:00+08:00`);

export async function recleanRig() {
  const rig = await figureRig();
  const { clickhouse } = rig;
  let batches = 0;
  /** Today's parser; the tests change it. */
  let adapter: PlatformAdapter = ingestEntry("qcwy", "web", "job").adapter;
  /** Statements so far, and which of them fail, before or after they have worked. */
  const statements = { count: 0, fails: (_at: number): "before" | "after" | null => null };
  const failing = async <T>(work: () => Promise<T>): Promise<T> => {
    const how = statements.fails(++statements.count);
    if (how === "before") throw new Error("killed before a statement");
    const done = await work();
    if (how === "after") throw new Error("killed after a statement");
    return done;
  };
  const client = new Proxy(clickhouse, {
    get: (target, name) => {
      const member = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      const bound = member.bind(target);
      return name === "command" || name === "query" || name === "insert"
        ? (...all: unknown[]) => failing(() => bound(...all))
        : bound;
    },
  });
  let now = Date.now();
  const wakes: string[] = [];
  const services = {
    store: memoryRecleans(),
    rows: createRecleanRows(client),
    reader: createChangeReader(clickhouse),
    entry: (_platform, channel, dataType) => entryOf(adapter, channel, dataType),
    lock: () => ({ ...FREE_LOCK, status: async () => null }) as never,
    corrected: async () => {},
    wake: async (id) => void wakes.push(id),
    pageKeys: 200,
    clock: { now: () => ++now },
    logger: rig.logger,
  } satisfies Parameters<typeof createRecleans>[0];
  const recleans = createRecleans(services);
  const find = async (id: string) => {
    const run = await recleans.find(id);
    if (!run) throw new Error("no such run");
    return run;
  };
  /** Steps until the run rests, as the queue and the schedule wake it. @returns steps taken */
  const settle = async (id: string): Promise<number> => {
    for (let step = 1; step < 200; step++) {
      // The queue delivers its message again after a step that threw.
      await recleans.run(id, 60_000).catch((error: Error) => {
        if (!`${error.message} ${String(error.cause)}`.includes("killed")) throw error;
      });
      if (!isMoving(await find(id))) return step;
    }
    throw new Error("the run does not come to an end");
  };
  return {
    ...rig,
    recleans,
    services,
    statements,
    /** Kills the run at one of so many statements, before or after it worked in turn. @returns how often */
    killing(every: number): () => number {
      let kills = 0;
      statements.fails = (at) => {
        if (at % every !== 0) return null;
        kills += 1;
        return kills % 2 ? "before" : "after";
      };
      return () => kills;
    },
    /** All rows of a table. @param without clause that leaves columns out */
    contents: (table: string, without = "") =>
      rig.ch.ask(`SELECT * ${without} FROM ${table} FINAL ORDER BY ALL FORMAT JSONEachRow`),
    /** The client whose statements fail as `statements` says. */
    failing: client,
    wakes,
    find,
    settle,
    useParser(changed: PlatformAdapter) {
      adapter = changed;
    },
    async ingest(rows: unknown[], collectedAt: number, dataType: DataType = "job") {
      const id = `batch-${batches++}`;
      const head = {
        batch_id: id,
        platform: "qcwy",
        channel: "web",
        data_type: dataType,
        run: null,
      } as const;
      const batch = { ...head, source: "edge", request_id: "r", collected_at: collectedAt, rows };
      const prepared = prepareBatch(batch, entryOf(adapter, "web", dataType));
      const open = openBatch(id, prepared.body);
      const lines = linesByTable(
        [{ ...open, senderBatchId: null }],
        ["n".repeat(open.header.entries.length)],
      );
      for (const table of INGEST_TABLES) {
        // Node has no FixedLengthStream for a body in pieces; a piece is valid until the next one.
        const pieces: Buffer[] = [];
        for (const piece of lines[table].pieces()) pieces.push(Buffer.from(piece));
        await insertLines(clickhouse, table, Buffer.concat(pieces), `${id} ${table}`);
      }
      prepared.release();
    },
    async dryRun(over: Partial<WantedReclean> = {}) {
      const wanted = { platform: "qcwy", dataType: "job", firstDay: DAY, lastDay: DAY, sample: 100 } as const;
      const { id } = await recleans.create({ ...wanted, ...over }, "lin", "test");
      await settle(id);
      return find(id);
    },
    async apply(id: string) {
      await recleans.start(await find(id), "lin", "test");
      const steps = await settle(id);
      return { run: await find(id), steps };
    },
    async undo(id: string) {
      await recleans.undo(await find(id), "wang", "test");
      const steps = await settle(id);
      return { run: await find(id), steps };
    },
  };
}
