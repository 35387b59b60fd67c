import { expect, test, vi } from "vitest";
import { reloadForNewVersion } from "./new-version.ts";

test("the page reloads once, and again only after a while: no endless loop", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const reload = vi.fn();
  const start = Date.UTC(2026, 10, 22);
  expect(reloadForNewVersion(storage, start, reload)).toBe(true);
  expect(reloadForNewVersion(storage, start + 1000, reload)).toBe(false);
  expect(reload).toHaveBeenCalledTimes(1);
  expect(reloadForNewVersion(storage, start + 61_000, reload)).toBe(true);
  expect(reload).toHaveBeenCalledTimes(2);
});
