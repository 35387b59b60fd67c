import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

const slot = { waits() {}, works() {} };

/** Reads pieces of these sizes from a sender that needs `stepMs` for each. */
async function read(sizes: readonly number[], stepMs: number): Promise<number> {
  let now = 0;
  let at = 0;
  const source = {
    type: "bytes",
    pull(controller: ReadableByteStreamController) {
      const size = sizes[at++];
      if (size === undefined) {
        controller.close();
        controller.byobRequest?.respond(0);
        return;
      }
      now += stepMs;
      controller.enqueue(new Uint8Array(size));
    },
  };
  // The types of browsers know no byte streams by this constructor.
  const body = new ReadableStream<Uint8Array>(source as object);
  let bytes = 0;
  await readBody(
    body,
    false,
    slot,
    (piece) => {
      bytes += piece.length;
    },
    () => now,
  );
  return bytes;
}

test("a body that trickles is refused, also after a fast beginning", async () => {
  const trickle = new Array<number>(20).fill(150);
  const reason = "body: comes slower than 1000 bytes per second";
  await expect(read(trickle, 3000)).rejects.toMatchObject({ code: "bad_request", message: reason });
  await expect(read([1_000_000, ...trickle], 3000)).rejects.toMatchObject({ message: reason });
});

test("a slow line that keeps the least rate is served, and a pause before the first bytes is no rate", async () => {
  expect(await read(new Array<number>(20).fill(3000), 3000)).toBe(60_000);
  expect(await read([10], 14_000)).toBe(10);
  expect(await read([10, 10], 9000)).toBe(20);
});
