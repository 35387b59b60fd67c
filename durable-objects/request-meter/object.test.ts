import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { RequestCounts } from "../../shared/contracts/request-meter.ts";
import { bucketOf } from "../../shared/domain/request-times.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import type { RequestMeter } from "./object.ts";

const counts = (count: number, seconds: number, over: Partial<RequestCounts> = {}): RequestCounts => ({
  ...{ kind: "read", outcome: "ok", count, seconds: count * seconds },
  buckets: [[bucketOf(seconds), count]],
  ...over,
});

test("what isolates tell of adds up, survives the object, and times are those of the last minutes", async () => {
  const stub = env.REQUEST_METER.getByName(crypto.randomUUID());
  let now = 5 * MINUTE_MS * 1000;
  const setClock = () =>
    runInDurableObject(stub, (object: RequestMeter) => {
      object.clock = { now: () => now };
    });
  await setClock();
  await stub.add([counts(90, 0.01), counts(2, 0.02, { outcome: "refused" })]);
  await stub.add([counts(8, 2, { outcome: "failed" }), counts(1, 3, { kind: "search" })]);
  await evictDurableObject(stub);
  await setClock();
  const totals = [
    { kind: "read", outcome: "ok", count: 90 },
    { kind: "read", outcome: "refused", count: 2 },
    { kind: "read", outcome: "failed", count: 8 },
    { kind: "search", outcome: "ok", count: 1 },
  ];
  const measures = await stub.measures();
  expect(measures.totals).toEqual(totals);
  const [read, search] = measures.recent;
  expect(read).toMatchObject({ kind: "read", count: 100, failed: 8 });
  expect(read?.mean_s).toBeCloseTo((90 * 0.01 + 2 * 0.02 + 8 * 2) / 100);
  expect(read?.p95_s).toBeGreaterThan(1.6);
  expect(read?.p95_s).toBeLessThan(2.5);
  expect(search).toMatchObject({ kind: "search", count: 1, failed: 0, mean_s: 3 });
  // The window before still counts, the one before that does not; the totals never end.
  now += 5 * MINUTE_MS;
  await stub.add([counts(1, 0.01)]);
  expect((await stub.measures()).recent[0]).toMatchObject({ count: 101 });
  now += 5 * MINUTE_MS;
  expect((await stub.measures()).recent).toMatchObject([{ kind: "read", count: 1 }]);
  now += 5 * MINUTE_MS;
  expect(await stub.measures()).toMatchObject({ recent: [], totals: [{ count: 91 }, {}, {}, {}] });
});
