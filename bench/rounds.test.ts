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

  test("runs a failed round again, and keeps what the other rounds measured", async () => {
    const said: string[] = [];
    const side = {
      name: "a",
      run: async (round: number) => {
        if (round === 1) throw new Error("a port was taken");
        return round + 1;
      },
    };
    const rounds = await runInTurn([side], 3, (text) => said.push(text));
    expect(rounds.rates.get("a")).toEqual([1, 3, 4]);
    expect(rounds.repeated).toBe(1);
    expect(said[1]).toContain("a port was taken");
  });

  test("gives up on a side that always fails", async () => {
    const run = () => Promise.reject(new Error("no such program"));
    await expect(runInTurn([{ name: "a", run }], 3, () => {})).rejects.toThrow("no such program");
  });
});
