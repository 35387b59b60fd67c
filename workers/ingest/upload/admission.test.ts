import { expect, test } from "vitest";
import { type UploadSlot, withUploadSlot } from "./admission.ts";

/** Starts an upload that ends when the test calls `end`. */
function upload(sender = "one") {
  const end = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<UploadSlot>();
  const done = withUploadSlot(sender, async (slot) => {
    begun.resolve(slot);
    await end.promise;
  });
  return { begun: begun.promise, end: end.resolve, done };
}

const isBegun = (one: ReturnType<typeof upload>) =>
  Promise.race([one.begun.then(() => true), new Promise<boolean>((no) => setTimeout(no, 100, false))]);

test("two uploads run at once; the others start in order as these end, with or without an error", async () => {
  const [first, second, third, fourth] = [upload(), upload(), upload(), upload()] as const;
  await Promise.all([first.begun, second.begun]);
  expect(await isBegun(third)).toBe(false);
  first.end();
  await third.begun;
  expect(await isBegun(fourth)).toBe(false);
  for (const one of [second, third, fourth]) one.end();
  await Promise.all([first, second, third, fourth].map(({ done }) => done));
  await expect(withUploadSlot("one", () => Promise.reject(new Error("bad")))).rejects.toThrow("bad");
  await withUploadSlot("one", async () => {});
});

test("an upload that waits too long is told to retry", async () => {
  const busy = [upload(), upload()];
  await Promise.all(busy.map(({ begun }) => begun));
  await expect(withUploadSlot("one", async () => {}, 50)).rejects.toMatchObject({
    code: "too_many_requests",
    retryAfterSeconds: 5,
  });
  for (const one of busy) one.end();
  await Promise.all(busy.map(({ done }) => done));
});

test("slow senders free slots for others and must keep their parts small", async () => {
  const slow = [upload(), upload()];
  for (const { begun } of slow) (await begun).waits();
  const next = upload();
  expect((await next.begun).isSlow()).toBe(false);
  expect(await Promise.all(slow.map(async ({ begun }) => (await begun).isSlow()))).toContain(true);
  for (const one of [...slow, next]) one.end();
  await Promise.all([...slow, next].map(({ done }) => done));
});

test("the pending rows of all uploads are bounded, and those of an ended upload no longer count", async () => {
  const [one, other] = [upload(), upload()];
  (await one.begun).hold(20 * 1024 * 1024);
  const slot = await other.begun;
  expect(() => slot.hold(5 * 1024 * 1024)).toThrow("platform_type");
  one.end();
  await one.done;
  slot.hold(5 * 1024 * 1024);
  other.end();
  await other.done;
});

test("slow uploads of one sender hold four slots and stop nobody else", async () => {
  const slow = Array.from({ length: 6 }, () => upload("slow"));
  for (const one of slow) void one.begun.then((slot) => slot.waits());
  await Promise.all(slow.slice(0, 4).map(({ begun }) => begun));
  const other = upload("other");
  await other.begun;
  expect(await isBegun(slow[4] as ReturnType<typeof upload>)).toBe(false);
  for (const one of [...slow, other]) one.end();
  await Promise.all([...slow, other].map(({ done }) => done));
});

test("the next free slot goes to the sender that holds the fewest", async () => {
  const [first, second, third] = [upload("many"), upload("many"), upload("many")] as const;
  await Promise.all([first.begun, second.begun]);
  const late = upload("few");
  expect(await isBegun(late)).toBe(false);
  first.end();
  await late.begun;
  expect(await isBegun(third)).toBe(false);
  for (const one of [second, third, late]) one.end();
  await Promise.all([first, second, third, late].map(({ done }) => done));
});
