import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median } from "./median.ts";
import { type ActiveWindow, judgeUploads, WINDOW_MS } from "./upload-watch.ts";

const NOW = 2_000_000 * WINDOW_MS;
/** @param rows of the windows before `NOW`, the last one nearest; 0: no uploads */
const past = (...rows: number[]): ActiveWindow[] =>
  rows
    .map((count, index) => ({ at: NOW - (rows.length - index) * WINDOW_MS, rows: count }))
    .filter((window) => window.rows > 0);
const now = (rows: number): ActiveWindow => ({ at: NOW, rows });
const steady = (count: number, rows = 100) => past(...Array.from({ length: count }, () => rows));
const kindOf = (history: ActiveWindow[]) => judgeUploads(history, NOW).kind;

describe("an address is", () => {
  test.each([
    ["new until there is enough past", [...steady(11), now(100)], "new"],
    ["as usual with enough past", [...steady(12), now(100)], null],
    ["still new in a pause of its first day", steady(5), "new"],
    ["nothing at all once forgotten", [{ at: NOW - 300 * WINDOW_MS, rows: 9 }], null],
    ["not silent after one empty window", steady(50), null],
    ["silent after two", [...past(...Array(50).fill(100), 0)], "silent"],
    ["falling at a third of what is usual", [...steady(50), now(30)], "falling"],
    ["not falling at six tenths", [...steady(50), now(60)], null],
    ["spiking at three times as much", [...steady(50), now(300)], "spiking"],
    ["falling when it sends nothing usable any more", [...steady(50), now(0)], "falling"],
  ])("%s", (_, history, kind) => expect(kindOf(history)).toBe(kind));

  test("silent only after twice its own pause", () => {
    const everyHour = (empty: number) =>
      past(...Array.from({ length: 20 }, () => [0, 0, 0, 0, 0, 50]).flat(), ...Array(empty).fill(0));
    expect(kindOf(everyHour(10))).toBe(null);
    expect(kindOf(everyHour(12))).toBe("silent");
  });

  test("judged by what it does as a rule, not by one odd hour of its past", () => {
    const odd = past(...Array(40).fill(100), ...Array(6).fill(5000), ...Array(40).fill(100));
    expect(kindOf([...odd, now(100)])).toBe(null);
    expect(kindOf([...odd, now(1000)])).toBe("spiking");
  });

  test("given the room that its own unsteadiness takes", () => {
    const unsteady = past(...Array.from({ length: 60 }, (_, n) => 20 + ((n * 37) % 180)));
    expect(kindOf([...unsteady, now(250)])).toBe(null);
    expect(kindOf([...unsteady, now(25)])).toBe(null);
  });
});

const rows = fc.integer({ min: 1, max: 100_000 });
const history = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 200 });

test("the order of the history does not matter, nor what comes after the window", () => {
  fc.assert(
    fc.property(
      history,
      fc.integer({ min: 0, max: 9000 }),
      fc.infiniteStream(fc.nat()),
      (counts, seen, keys) => {
        const windows = [...past(...counts), ...(seen > 0 ? [now(seen)] : [])];
        const shuffled = windows
          .map((window) => ({ window, key: keys.next().value }))
          .sort((a, b) => Number(a.key) - Number(b.key))
          .map(({ window }) => window);
        const later = { at: NOW + WINDOW_MS, rows: 1_000_000 };
        expect(judgeUploads([...shuffled, later], NOW)).toEqual(judgeUploads(windows, NOW));
      },
    ),
  );
});

test("who always sends the same is as usual while sending, for any amount", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 12, max: 300 }), (count, windows) => {
      expect(judgeUploads([...steady(windows, count), now(count)], NOW)).toEqual({
        kind: null,
        expected: count,
        seen: count,
      });
    }),
  );
});

test("falling means less than half of what is usual, spiking more than twice, silent nothing", () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 0, max: 20_000 }), (counts, seen) => {
      const windows = [...past(...counts), ...(seen > 0 ? [now(seen)] : [])];
      const { kind, expected } = judgeUploads(windows, NOW);
      if (kind === "falling") expect(seen).toBeLessThan(expected / 2);
      if (kind === "spiking") expect(seen).toBeGreaterThan(expected * 2);
      if (kind === "silent") expect(seen).toBe(0);
      if (kind === "new") expect(past(...counts).length).toBeLessThan(12);
    }),
  );
});

test("more of a spike is a spike still, less of a fall is no other thing", () => {
  fc.assert(
    fc.property(history, rows, rows, (counts, seen, more) => {
      const windows = past(...counts);
      if (kindOf([...windows, now(seen)]) === "spiking")
        expect(kindOf([...windows, now(seen + more)])).toBe("spiking");
      if (kindOf([...windows, now(seen + more)]) === "falling")
        expect(kindOf([...windows, now(seen)])).toBe("falling");
    }),
  );
});

test("the median has as many below as above", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 50 }),
      (values) => {
        const middle = median(values);
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
      },
    ),
  );
});
