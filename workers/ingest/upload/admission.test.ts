import { expect, test } from "vitest";
import { admitted, type Place } from "./admission.ts";

/** An upload that ends when it is told to. */
function upload() {
  const end = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<Place>();
  const done = admitted(async (place) => {
    begun.resolve(place);
    await end.promise;
  });
  return { begun: begun.promise, end: end.resolve, done };
}

const isBegun = (one: ReturnType<typeof upload>) =>
  Promise.race([one.begun.then(() => true), new Promise<boolean>((no) => setTimeout(no, 100, false))]);

test("two at once; the others begin in order as these end, whether well or badly", async () => {
  const [first, second, third, fourth] = [upload(), upload(), upload(), upload()] as const;
  await Promise.all([first.begun, second.begun]);
  expect(await isBegun(third)).toBe(false);
  first.end();
  await third.begun;
  expect(await isBegun(fourth)).toBe(false);
  for (const one of [second, third, fourth]) one.end();
  await Promise.all([first, second, third, fourth].map(({ done }) => done));
  await expect(admitted(() => Promise.reject(new Error("bad")))).rejects.toThrow("bad");
  await admitted(async () => {});
});

test("who waits too long is told to come again", async () => {
  const busy = [upload(), upload()];
  await Promise.all(busy.map(({ begun }) => begun));
  await expect(admitted(async () => {}, 50)).rejects.toMatchObject({
    code: "too_many_requests",
    retryAfterSeconds: 5,
  });
  for (const one of busy) one.end();
  await Promise.all(busy.map(({ done }) => done));
});

test("senders that let themselves be waited for make room, and get little of it", async () => {
  const slow = [upload(), upload()];
  for (const { begun } of slow) (await begun).waits();
  const next = upload();
  expect((await next.begun).isSlow()).toBe(false);
  expect(await Promise.all(slow.map(async ({ begun }) => (await begun).isSlow()))).toContain(true);
  for (const one of [...slow, next]) one.end();
  await Promise.all([...slow, next].map(({ done }) => done));
});

test("rows held of all uploads are bounded, and those of an ended one no longer count", async () => {
  const [one, other] = [upload(), upload()];
  (await one.begun).hold(20 * 1024 * 1024);
  const place = await other.begun;
  expect(() => place.hold(5 * 1024 * 1024)).toThrow("platform_type");
  one.end();
  await one.done;
  place.hold(5 * 1024 * 1024);
  other.end();
  await other.done;
});
