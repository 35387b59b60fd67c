/** Finds a short history that breaks the same rule: delta debugging over the list of seeded steps. */
import type { PartName } from "./build.ts";
import { type History, type Outcome, runHistory } from "./run.ts";

/** A history of this length is short enough to read. */
export const SHORT = 200;
const STRETCHES = 40;
/** A new world takes about as long as so many steps. */
const NEW_WORLD = 200;
/** The first tails that are tried, in steps. */
const FIRST_TAIL = 100;

interface Shrunk {
  steps: number[];
  parts: PartName[];
  outcome: Outcome;
  runs: number;
}

/**
 * Steps are seeded by their place, so that a history without some of them is a history too. Its end is tried first, alone
 * and longer and longer, and short stretches of it and of what would come after it; then parts of the product are left
 * out, and at last the steps that are not needed.
 * @param budget steps that may be played for it, so that a busy machine finds the same; what is shortest then is returned
 */
export async function shrink(failed: History & { outcome: Outcome }, budget: number): Promise<Shrunk> {
  let played = 0;
  const rule = failed.outcome.violation?.rule;
  let best: Shrunk = {
    steps: failed.outcome.played,
    parts: [...failed.parts],
    outcome: failed.outcome,
    runs: 0,
  };
  const isOver = (share = 1) => played > budget * share;
  const breaks = async (steps: number[], parts = best.parts): Promise<boolean> => {
    best.runs++;
    const outcome = await runHistory({ ...failed, steps, parts, isTold: false });
    played += NEW_WORLD + outcome.played.length;
    if (outcome.violation?.rule !== rule || outcome.played.length > best.steps.length) return false;
    best = { ...best, steps: outcome.played, parts, outcome };
    return true;
  };

  const whole = best.steps;
  for (let length = FIRST_TAIL; length < whole.length && !isOver(); length *= 2)
    if (await breaks(whole.slice(-length))) break;
  // Stretches from all over the history, each in a new world: what happens often happens in one of them too.
  const stride = Math.max(1, Math.floor(whole.length / STRETCHES));
  for (let from = 0; from < whole.length && best.steps.length > SHORT && !isOver(); from += stride)
    await breaks(whole.slice(from, from + SHORT));
  // The seed decides the steps after its end too: some stretch of them breaks the same rule by itself.
  for (let from = (whole.at(-1) ?? 0) + 1; best.steps.length > SHORT && !isOver(0.6); from += SHORT)
    await breaks(Array.from({ length: SHORT }, (_, step) => from + step));
  for (const part of [...best.parts]) {
    if (isOver() || best.parts.length === 1) break;
    const rest = best.parts.filter((one) => one !== part);
    // Without a part other things happen in the same steps, so that more of them may be needed.
    if (!(await breaks(best.steps, rest))) await breaks(whole.slice(-best.steps.length * 2), rest);
  }
  for (let size = Math.ceil(best.steps.length / 2); size >= 1 && !isOver(); ) {
    let isShorter = false;
    for (let from = 0; from < best.steps.length && !isOver(); ) {
      const without = best.steps.toSpliced(from, size);
      if (without.length < best.steps.length && (await breaks(without))) isShorter = true;
      else from += size;
    }
    if (size === 1 && !isShorter) break;
    size = isShorter ? Math.min(size, Math.ceil(best.steps.length / 2)) : Math.floor(size / 2);
  }
  const told = await runHistory({ ...failed, steps: best.steps, parts: best.parts, isTold: true });
  return { ...best, outcome: told };
}

/** `1,4-9`: the steps as an option of the command. */
export function toRanges(steps: readonly number[]): string {
  const ranges: string[] = [];
  for (let at = 0; at < steps.length; at++) {
    const first = steps[at] as number;
    while (steps[at + 1] === (steps[at] as number) + 1) at++;
    const last = steps[at] as number;
    ranges.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return ranges.join(",");
}

export const fromRanges = (ranges: string): number[] =>
  ranges.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
