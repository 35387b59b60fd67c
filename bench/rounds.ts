/**
 * Measures ratios that hold on shared machines: the sides run in turn, several rounds, and a round from which the
 * hypervisor withheld more than 15 % of the CPU is run again. Source of the share: `steal` in /proc/stat.
 */
import { readFileSync } from "node:fs";

/** Reads CPU jiffies since boot: all, and those another guest took. They are zero where there is no /proc/stat. */
function cpuTimes(): { total: number; stolen: number } {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n", 1);
    const jiffies = line.trim().split(/\s+/).slice(1, 9).map(Number);
    return { total: jiffies.reduce((sum, value) => sum + value, 0), stolen: jiffies[7] ?? 0 };
  } catch {
    return { total: 0, stolen: 0 };
  }
}

/** Runs `run` and measures which share of the CPU time was stolen, 0 to 1. */
export async function withSteal<T>(run: () => Promise<T>): Promise<{ value: T; steal: number }> {
  const before = cpuTimes();
  const value = await run();
  const after = cpuTimes();
  const total = after.total - before.total;
  return { value, steal: total > 0 ? (after.stolen - before.stolen) / total : 0 };
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** Quantile of a few values: the value at that rank, without interpolation. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

export interface Side {
  name: string;
  /** @returns units per second */
  run(round: number): Promise<number>;
}

export interface Rounds {
  /** Each side has its units per second of every round kept. */
  rates: Map<string, number[]>;
  /** Each round kept has its share of stolen time. */
  steal: number[];
  /** This many rounds were thrown away because of stolen time, or because a side failed. */
  repeated: number;
}

const MAX_STEAL = 0.15;
const MAX_REPEATS = 6;

/**
 * Runs all sides in each round, every other round in reverse order. A round in which a side fails is run again.
 * @throws what a side failed with, once the repeats are used up
 * @param onRound called after each round, for progress
 */
export async function runInTurn(
  sides: Side[],
  rounds: number,
  onRound: (text: string) => void,
): Promise<Rounds> {
  const result: Rounds = { rates: new Map(sides.map((side) => [side.name, []])), steal: [], repeated: 0 };
  for (let round = 0; result.steal.length < rounds; round++) {
    const order = round % 2 === 0 ? sides : [...sides].reverse();
    const ran = await withSteal(async () => {
      const rates: [string, number][] = [];
      for (const side of order) rates.push([side.name, await side.run(round)]);
      return rates;
    }).catch((error: unknown) => {
      if (result.repeated >= MAX_REPEATS) throw error;
      return { error };
    });
    if ("error" in ran) {
      result.repeated++;
      onRound(`round failed, and is run again: ${String(ran.error)}`);
      continue;
    }
    const { value, steal } = ran;
    const text = `${value.map(([name, rate]) => `${name} ${rate.toFixed(0)}/s`).join(", ")}, ${(steal * 100).toFixed(0)} % stolen`;
    if (steal > MAX_STEAL && result.repeated < MAX_REPEATS) {
      result.repeated++;
      onRound(`round thrown away: ${text}`);
      continue;
    }
    for (const [name, rate] of value) result.rates.get(name)?.push(rate);
    result.steal.push(steal);
    onRound(`round ${result.steal.length}: ${text}`);
  }
  return result;
}

/** The median with minimum and maximum, as a result has them. */
export const spread = (values: number[]): { median: number; min: number; max: number } => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/** What a result says of its rounds. */
export const roundsOf = ({ steal, repeated }: Rounds) => ({
  rounds: steal.length,
  repeated,
  steal: Math.max(...steal),
});

/** A figure that was measured once, as a result has it. */
export const once = (figure: number, steal: number | null) => ({
  ...spread([figure]),
  rounds: 1,
  repeated: 0,
  steal,
});

/** Computes the median of the ratios round by round, with minimum and maximum. */
export function ratio(rounds: Rounds, of: string, to: string): { median: number; min: number; max: number } {
  const a = rounds.rates.get(of) ?? [];
  const b = rounds.rates.get(to) ?? [];
  return spread(a.map((rate, index) => rate / (b[index] ?? Number.NaN)));
}
