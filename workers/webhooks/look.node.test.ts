import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import type { FactRefresh } from "../db/facts-schema.ts";
import { look } from "./look.ts";

test("a look begins shortly before the last one that told something", async () => {
  let kept: FactRefresh | null = null;
  const store = {
    read: async () => kept,
    save: async (refresh: Omit<FactRefresh, "name" | "error">) => {
      kept = { ...refresh, name: "export-events", error: null };
    },
  };
  const since: number[] = [];
  const at = async (now: number, told: number) =>
    look(store, now, async (from) => {
      since.push(now - from);
      return told;
    });
  const start = Date.UTC(2026, 10, 23, 8);
  await at(start, 0);
  await at(start + 5 * MINUTE_MS, 1);
  await at(start + 10 * MINUTE_MS, 0);
  await at(start + HOUR_MS, 0);
  await expect(look(store, start + HOUR_MS, () => Promise.reject(new Error("D1 is away")))).rejects.toThrow();
  await at(start + 2 * HOUR_MS, 0);
  const first = 6 * HOUR_MS + 10 * MINUTE_MS;
  expect(since).toEqual([first, first, 15 * MINUTE_MS, 65 * MINUTE_MS, 125 * MINUTE_MS]);
});
