import { expect, test } from "vitest";
import { createBufferPool } from "./buffer-pool.ts";

const MB = 2 ** 20;

test("reuses a returned buffer that is large enough", () => {
  const pool = createBufferPool(8 * MB);
  const first = pool.take(2 * MB);
  expect(first.byteLength).toBeGreaterThanOrEqual(2 * MB);
  pool.giveBack(first);
  expect(pool.take(1.9 * MB)).toBe(first);
  // The buffer is in use: the next caller gets another one.
  expect(pool.take(1.9 * MB)).not.toBe(first);
});

test("never returns a buffer that is too small, nor a large one for a small request", () => {
  const pool = createBufferPool(64 * MB);
  pool.giveBack(new ArrayBuffer(MB));
  pool.giveBack(new ArrayBuffer(16 * MB));
  expect(pool.take(2 * MB).byteLength).toBeLessThan(4 * MB);
});

test("keeps no more bytes than its limit", () => {
  const pool = createBufferPool(3 * MB);
  const buffers = [pool.take(2 * MB), pool.take(2 * MB)];
  for (const buffer of buffers) pool.giveBack(buffer);
  expect(pool.take(2 * MB)).toBe(buffers[0]);
  expect(pool.take(2 * MB)).not.toBe(buffers[1]);
});
