/** Stored batches are sent on by the real consumer to a receiver that fails, is away and answers late. */
import { ingestLedger } from "../../../durable-objects/ingest-ledger/client.ts";
import type { DeliveryEnd } from "../../../shared/contracts/push.ts";
import { MINUTE_MS } from "../../../shared/time.ts";
import type { PushServices } from "../../../workers/push/consume.ts";
import type { Delivery } from "../../../workers/push/deliver.ts";
import { type Part, QUIET, type Simulation } from "../simulation.ts";
import { hasTables } from "./keywords.ts";

export const TARGET = "receiver";

interface SimulatedPushes {
  part: Part;
  services: PushServices;
}

export function pushesPart(simulation: Simulation): SimulatedPushes {
  const { world, objects, env, blobs: store, clock } = simulation;
  const { chance } = world;
  const ledger = ingestLedger(env.INGEST_LEDGER);
  const host = () => objects.host("IngestLedger", "ingest");
  let awayUntil = 0;
  /** Batches that the receiver took, once or more often. */
  const received = new Set<string>();
  /** Batches whose delivery the ledger counts as done. */
  const done = new Set<string>();

  objects.watch((at, method, args) => {
    if (at.kind !== "IngestLedger" || method !== "endDelivery") return undefined;
    const [seq, , end] = args as [number, number, DeliveryEnd];
    const [delivery] = at.data.rows<{ batch_id: string; fence: number; state: string }>(
      "SELECT batch_id, fence, state FROM deliveries WHERE seq = ?",
      seq,
    );
    return (answer) => {
      if (!(answer as { ok: boolean }).ok) return;
      const at = () => `delivery of ${delivery?.batch_id}`;
      if (delivery?.fence !== args[1] || delivery?.state !== "waiting")
        world.fail("no write with an old fence is accepted", at());
      if (!end.done && end.kind === "lost")
        world.fail("rows that wait for their delivery stay in the spool", `${at()}: ${end.error}`);
      if (!end.done || !delivery) return;
      if (!received.has(delivery.batch_id)) world.fail("a delivery that is done was received", at());
      if (done.has(delivery.batch_id)) world.fail("a delivery is done once", at());
      done.add(delivery.batch_id);
    };
  });

  const post = (body: string, batchId: string): Promise<Delivery> =>
    world.call(
      `receiver: batch ${batchId}`,
      (): Delivery => {
        const told = (end: DeliveryEnd, status: number | null) => ({ end, status, tookMs: 5 });
        if (!world.isCalm && world.now < awayUntil)
          return told({ done: false, kind: "target", error: "no answer" }, null);
        if (chance.happens(world.rates.insert))
          return told({ done: false, kind: "batch", error: "HTTP 422" }, 422);
        JSON.parse(body);
        received.add(batchId);
        return told({ done: true }, 200);
      },
      0,
    );

  const services: PushServices = {
    ledger,
    store,
    target: async (id) => ({ id, url: "https://receiver.test", secret: "s", enabled: true, deletedAt: null }),
    sender: {
      post: (_target: unknown, body: string, batchId: string) => post(body, batchId),
    } as unknown as PushServices["sender"],
    clock,
    logger: QUIET,
  };
  const replay = () =>
    simulation.invoke("a person: dead deliveries", async () => {
      const dead = await ledger.listDeadDeliveries(TARGET, 100);
      if (dead.length === 0) return;
      await ledger.replayDeliveries(
        TARGET,
        dead.map(({ batch_id }) => batch_id),
      );
    });

  return {
    services,
    part: {
      name: "pushes",
      acts: [
        {
          name: "the receiver is away",
          weight: 2,
          run() {
            const minutes = chance.happens(0.1) ? chance.between(1500, 2000) : chance.between(1, 120);
            awayUntil = world.now + minutes * MINUTE_MS;
          },
        },
        { name: "replay dead deliveries", weight: 1, run: replay },
        {
          name: "stop or resume the receiver",
          weight: 1,
          run() {
            const stops = chance.happens(0.3);
            simulation.invoke("a person: the receiver", () =>
              stops ? ledger.stopEndpoint(TARGET, null) : ledger.resumeEndpoint(TARGET),
            );
          },
        },
      ],
      tidy() {
        awayUntil = 0;
        replay();
        simulation.invoke("a person: the receiver", () => ledger.resumeEndpoint(TARGET));
      },
      check(at) {
        if (at.kind !== "IngestLedger" || !hasTables(at) || at.busy > 0 || at.data.alarmAt !== null) return;
        const waits = at.data.rows(
          `SELECT 1 FROM deliveries JOIN endpoints USING (target_id) WHERE state = 'waiting' AND stopped = 0 LIMIT 1`,
        );
        if (waits.length > 0) world.fail("a timer has an alarm", `${at.title}: deliveries wait`);
      },
      unfinished() {
        if (!hasTables(host())) return null;
        const [open] = host().data.rows<{ batch_id: string; state: string }>(
          "SELECT batch_id, state FROM deliveries LIMIT 1",
        );
        return open ? `delivery of ${open.batch_id} is ${open.state}` : null;
      },
    },
  };
}
