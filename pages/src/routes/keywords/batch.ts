/** Makes keywords from a form of platforms, cities and lines of words: one for each combination. */
import type { NewKeyword } from "../../../../shared/contracts/keyword.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { type TextProblem, textProblem } from "./keyword-text.ts";

/** The API takes at most this many keywords in one call. */
export const MAX_BATCH = 1000;

export interface BatchValues {
  platforms: Platform[];
  cities: string[];
  /** A word, or words, on each line. */
  lines: string;
  priority: number;
}

export interface BatchPlan {
  /** Distinct words in the order of their lines. */
  words: string[];
  /** Lines that repeat an earlier one. */
  repeated: number;
  /** The first line that is no keyword, numbered from 1; null when all are. */
  problem: { line: number; problem: TextProblem } | null;
  items: NewKeyword[];
}

/** Empty lines are left out; letter case does not make another keyword, as for the ledger. */
export function planBatch({ platforms, cities, lines, priority }: BatchValues): BatchPlan {
  const given = lines.split(/\r?\n/).map((text, index) => ({ text: text.trim(), line: index + 1 }));
  const filled = given.filter(({ text }) => text !== "");
  const words = [
    ...new Map(filled.toReversed().map(({ text }) => [text.toLowerCase(), text])).values(),
  ].reverse();
  let problem: BatchPlan["problem"] = null;
  for (const { text, line } of filled) {
    const found = textProblem(text);
    if (found !== null) {
      problem = { line, problem: found };
      break;
    }
  }
  return {
    words,
    repeated: filled.length - words.length,
    problem,
    items: platforms.flatMap((platform) =>
      cities.flatMap((city) =>
        words.map((keyword) => ({ platform, city, keyword, channel: "web" as const, priority })),
      ),
    ),
  };
}
