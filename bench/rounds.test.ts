import { describe, expect, test } from "vitest";
import { median, ratio, runInTurn } from "./rounds.ts";

describe("rounds", () => {
  test("takes the middle of odd and even counts", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test("runs the sides in turn, in changing order, and pairs their rates round by round", async () => {
    const order: string[] = [];
    const side = (name: string, rates: number[]) => ({
      name,
      run: async (round: number) => {
        order.push(name);
        return rates[round] ?? 0;
      },
    });
    const rounds = await runInTurn([side("a", [10, 30, 20]), side("b", [10, 10, 10])], 3, () => {});
    expect(order).toEqual(["a", "b", "b", "a", "a", "b"]);
    expect(ratio(rounds, "a", "b")).toEqual({ median: 2, min: 1, max: 3 });
  });
});
