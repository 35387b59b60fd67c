/**
 * Senders of rows, as a small driver of what `workers/ingest/upload/receive.ts` does once it has read a body: parts go to
 * the spool, then all are registered together. A sender that hears nothing sends the same again; some batches are far off
 * their baseline and wait for a person.
 */
import { ingestLedger } from "../../../durable-objects/ingest-ledger/client.ts";
import type { IngestBatch } from "../../../shared/contracts/ingest.ts";
import type { NewBatch, UploadResult } from "../../../shared/contracts/ingest-ledger.ts";
import type { QualityFinding } from "../../../shared/contracts/quality.ts";
import { ingestEntry } from "../../../shared/platforms/registry.ts";
import { BATCHES_KEPT_MS } from "../../../workers/ingest/clean-up.ts";
import { spoolObject } from "../../../workers/ingest/pack-spool.ts";
import { prepareBatch } from "../../../workers/ingest/prepare.ts";
import { toNewBatch } from "../../../workers/ingest/spool-header.ts";
import type { Part, Simulation } from "../simulation.ts";
import type { SimulatedIngest } from "./ingest.ts";
import { hasTables } from "./keywords.ts";

const SENDER = "key-1";
const POSTINGS = 60;
/** A sender that hears nothing tries so often. */
const MAX_TRIES = 5;
const FINDING: QualityFinding = {
  ...{ field: "salary_min", kind: "missing", rows: 10, off: 10, expected: 0.1 },
  ...{ median: null, low: null, high: null },
};
const DECIDER = { by: "person", why: "as simulated" };

interface Content {
  id: string;
  digest: string;
  /** Rows of each part. */
  parts: object[][];
}

export function uploadsPart(simulation: Simulation, ingest: SimulatedIngest): Part {
  const { world, objects, env, blobs: store, clock } = simulation;
  const { chance } = world;
  const ledger = ingestLedger(env.INGEST_LEDGER);
  const host = () => objects.host("IngestLedger", "ingest");
  const entry = ingestEntry("zhilian", "web", "job");
  let sent = 0;
  /** The content by which each id of the sender is known, and since when. */
  const accepted = new Map<string, { digest: string; at: number }>();

  objects.watch((at, method, args) => {
    if (at.kind !== "IngestLedger" || method !== "registerUpload") return undefined;
    const { sender_key, digest } = args[0] as { sender_key: string; digest: string };
    const kept = at.data.rows("SELECT 1 FROM uploads WHERE sender_key = ?", sender_key).length > 0;
    const earlier = accepted.get(sender_key);
    if (earlier && !kept) {
      if (earlier.at > world.now - BATCHES_KEPT_MS)
        world.fail("an id of a sender is known as long as receipts are promised", sender_key);
      accepted.delete(sender_key);
    }
    return (answer) => {
      const result = answer as UploadResult;
      const known = accepted.get(sender_key);
      if (result.ok && known !== undefined && known.digest !== digest)
        world.fail("an id of a sender stands for one content", sender_key);
      if (result.ok && !result.replayed && known !== undefined)
        world.fail("an upload that is sent again changes nothing", sender_key);
      if (result.ok && !known) accepted.set(sender_key, { digest, at: world.now });
    };
  });

  const row = () => {
    const number = chance.below(POSTINGS);
    const salary = `${8 + chance.below(3)}K-20K`;
    return { number: `UP${number}`, name: `职位${number}`, salary60: salary, workCity: "北京" };
  };

  /** One request: its parts are stored, then registered together. */
  async function request({ id, digest, parts }: Content): Promise<UploadResult> {
    const uploadId = chance.uuid();
    const batches: NewBatch[] = [];
    const written: string[] = [];
    /** The content that the upload ends with counts: one before it is not stored where the last is known. */
    const ends = new Map<string, { batch: IngestBatch; hash: string }>();
    let offset = 0;
    for (const [part, rows] of parts.entries()) {
      const upload = { id: uploadId, part, offset, ip: "192.0.2.1" };
      const batch: IngestBatch = {
        batch_id: `${uploadId}.${part}`,
        platform: "zhilian",
        channel: "web",
        data_type: "job",
        ...{ rows, run: null, source: SENDER, request_id: uploadId, collected_at: world.now, upload },
      };
      const holds = chance.happens(0.05);
      const prepared = prepareBatch(batch, entry, () => (holds ? { holds, findings: [FINDING] } : null));
      const object = spoolObject(prepared, { clock, newId: chance.uuid });
      if (object) {
        written.push(object.key);
        await store.put(object.key, object.packed);
      }
      for (const { key, hash } of prepared.entries) ends.set(key, { batch, hash });
      batches.push(toNewBatch(prepared.header, object));
      offset += rows.length;
    }
    for (const [key, { batch, hash }] of ends) ingest.sent(batch, [{ key, hash }]);
    const registered = await ledger.registerUpload({
      ...{ upload_id: uploadId, sender_key: `${SENDER}:${id}`, sender_batch_id: id, digest },
      ...{ urgent: chance.happens(0.3), parts: batches },
    });
    if (!registered.ok || registered.replayed) await store.delete(written);
    return registered;
  }

  const upload = () => {
    // An id that was used before, with another content, is refused.
    const isOld = sent > 0 && chance.happens(0.1);
    const id = `upload-${isOld ? chance.below(sent) : sent++}`;
    const rows = () => Array.from({ length: chance.between(1, 12) }, row);
    const content = {
      id,
      digest: isOld ? "another content" : `content of ${id}`,
      parts: Array.from({ length: chance.between(1, 3) }, rows),
    };
    simulation.invoke(`sender of ${id}`, async () => {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        try {
          await request(content);
          // Some send again what was accepted.
          if (!chance.happens(0.2)) return;
        } catch (error) {
          world.note(() => `the sender tries again: ${String(error)}`);
        }
        await clock.sleep(chance.between(100, 60_000));
      }
    });
  };

  const decide = (kind: "release" | "drop") => () => {
    simulation.invoke(`a person: ${kind} quarantined batches`, async () => {
      const ids = (await ledger.listQuarantine(5)).map(({ batch_id }) => batch_id);
      if (ids.length === 0) return;
      if (kind === "release") await ledger.releaseQuarantined(ids, DECIDER);
      else await ledger.dropQuarantined(ids, DECIDER);
    });
  };

  return {
    name: "uploads",
    start: upload,
    acts: [
      { name: "upload", weight: 8, run: upload },
      { name: "release quarantined batches", weight: 2, run: decide("release") },
      { name: "drop quarantined batches", weight: 1, run: decide("drop") },
    ],
    recount() {
      if (!hasTables(host())) return;
      // Parts count together, or none does.
      const torn = host().data.rows<{ upload_id: string }>(
        `SELECT upload_id FROM batches WHERE upload_id IN (
             SELECT upload_id FROM batches WHERE state = 'accepted'
             UNION SELECT upload_id FROM batches WHERE state = 'frozen'
             UNION SELECT upload_id FROM batches WHERE state = 'dead'
             UNION SELECT upload_id FROM batches WHERE state = 'quarantined')
           GROUP BY upload_id HAVING max(part) + 1 > count(*) AND min(settled_at IS NULL) = 1`,
      );
      if (torn.length > 0) world.fail("an upload has all of its parts", torn[0]?.upload_id);
    },
  };
}
