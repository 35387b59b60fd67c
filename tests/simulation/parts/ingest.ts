/** Rows are accepted and stored by the real ingest; ClickHouse is away at times, and people look after dead letters. */

import { ingestLedger } from "../../../durable-objects/ingest-ledger/client.ts";
import { seenClient } from "../../../durable-objects/seen-index/client.ts";
import type { AcceptResult, IngestBatch } from "../../../shared/contracts/ingest.ts";
import type { NewBatch } from "../../../shared/contracts/ingest-ledger.ts";
import { ingestEntry } from "../../../shared/platforms/registry.ts";
import { MINUTE_MS } from "../../../shared/time.ts";
import { acceptBatch } from "../../../workers/ingest/accept.ts";
import { BATCHES_KEPT_MS, cleanUpBatches } from "../../../workers/ingest/clean-up.ts";
import { consumeIngest } from "../../../workers/ingest/consume.ts";
import { type SweepReport, sweepSpool } from "../../../workers/ingest/sweep.ts";
import { IngestRows } from "../checks/ingest-rows.ts";
import { type Part, QUIET, type Simulation } from "../simulation.ts";
import { hasTables } from "./keywords.ts";

export interface SimulatedIngest {
  part: Part;
  accept(batch: IngestBatch): Promise<AcceptResult>;
  consume(cause: string, timeMs: number): Promise<unknown>;
  sweep(): Promise<SweepReport>;
  /** Notes rows that may be accepted, so that none of them is lost. */
  sent: IngestRows["sent"];
}

/** @param pushTo target to which every stored batch is sent on; null: none is */
export function ingestPart(simulation: Simulation, pushTo: string | null): SimulatedIngest {
  const { world, objects, env, blobs: store, clickhouse, clock } = simulation;
  const { chance } = world;
  const rows = new IngestRows(world, clickhouse);
  const ledger = ingestLedger(env.INGEST_LEDGER);
  const host = () => objects.host("IngestLedger", "ingest");
  objects.watch((at, method, args) =>
    at.kind === "IngestLedger" ? rows.watch(at, method, args) : undefined,
  );
  const shared = { store, clock, logger: QUIET, ledger };
  const acceptServices = {
    ...shared,
    ledger: { register: (batch: NewBatch) => simulation.seams.register(batch) },
    entry: ingestEntry,
    quality: { ready: async () => {}, judge: () => null },
    newId: chance.uuid,
  };
  const sweep = () => sweepSpool(shared);

  return {
    sweep,
    sent: (batch, entries) => rows.sent(batch, entries),
    async accept(batch) {
      const accepted = await acceptBatch(acceptServices, batch);
      rows.sent(batch, accepted.entries);
      return accepted;
    },
    consume: (cause, timeMs) =>
      consumeIngest(
        {
          ...shared,
          seen: seenClient(env.SEEN_INDEX, 1),
          inserter: clickhouse,
          pushTarget: async () => pushTo,
        },
        { holder: `edge:${cause}`, timeMs, subrequests: 9000 },
      ),
    part: {
      name: "ingest",
      acts: [
        {
          name: "ClickHouse is away",
          weight: 2,
          run() {
            clickhouse.awayUntil = world.now + chance.between(1, 60) * MINUTE_MS;
            world.note(() => "ClickHouse is away");
          },
        },
        { name: "sweep the spool", weight: 2, run: () => simulation.invoke("sweep", sweep) },
        {
          name: "clean up",
          weight: 1,
          run: () => simulation.invoke("clean up", () => cleanUpBatches(ledger, world.now - BATCHES_KEPT_MS)),
        },
        {
          name: "dead letters",
          weight: 2,
          run: () =>
            simulation.invoke("a person: dead letters", async () => {
              const ids = (await ledger.listDead(10)).map(({ batch_id }) => batch_id);
              if (ids.length > 0) await ledger.replayDead(ids);
            }),
        },
      ],
      check(at) {
        if (at.kind === "IngestLedger" && hasTables(at)) rows.check(at);
      },
      tidy() {
        clickhouse.awayUntil = 0;
        simulation.invoke("a person: dead letters", async () => {
          await ledger.replayDead((await ledger.listDead(1000)).map(({ batch_id }) => batch_id));
        });
      },
      recount() {
        if (hasTables(host())) rows.recount(host());
      },
      unfinished() {
        if (!hasTables(host())) return null;
        const open = host().data.rows<{ batch_id: string; state: string }>(
          `SELECT batch_id, state FROM batches WHERE state = 'accepted'
           UNION ALL SELECT batch_id, state FROM batches WHERE state = 'frozen'
           UNION ALL SELECT batch_id, state FROM batches WHERE state = 'dead' LIMIT 1`,
        )[0];
        return open ? `batch ${open.batch_id} is ${open.state}` : null;
      },
    },
  };
}
