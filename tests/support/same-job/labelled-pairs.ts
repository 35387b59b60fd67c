/**
 * Pairs of postings that are the same job or are not, made from real postings by known edits, so that each label is known
 * without a person. The same postings and seed give the same pairs. The corpus is not part of the project: without it the
 * pairs are made from the job boards' generated postings.
 */
import type { Posting } from "../../../local/job-boards/corpus/posting.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { OTHER_CLASSES, type PairClass, SAME_CLASSES } from "./classes.ts";
import { BASE_MS, Dice, isRich, type LabelledJob, type Make, maker, middle } from "./maker.ts";
import { ONE_TOKEN } from "./one-token-pairs.ts";
import { OTHER } from "./other-pairs.ts";
import { SAME } from "./same-pairs.ts";

export interface LabelledPair {
  class: PairClass;
  isSame: boolean;
  a: LabelledJob;
  b: LabelledJob;
  /** A posting that leaves out what tells `a` from `b`, and may be joined to either. */
  between?: LabelledJob;
}

/** Real pairs of one company and title that are two jobs: another place, or salaries that are far apart. */
function realOthers(postings: readonly Posting[]): [Posting, Posting][] {
  const byTitle = Map.groupBy(postings, ({ company, title }) => `${company}\n${title}`);
  return [...byTitle.values()].flatMap((group) =>
    group.flatMap((one, at) =>
      group.slice(at + 1).flatMap((other): [Posting, Posting][] => {
        const [low, high] = [middle(one), middle(other)].sort((a, b) => (a ?? 0) - (b ?? 0));
        const isElsewhere =
          one.city !== other.city ||
          (one.district !== "" && other.district !== "" && one.district !== other.district);
        const isOtherLevel = low && high ? high > 1.3 * low : false;
        return isElsewhere || isOtherLevel ? [[one, other]] : [];
      }),
    ),
  );
}

/** @param each number of pairs of every class; real ones are taken as there are, up to twice that number */
export function labelledPairs(postings: readonly Posting[], seed: number, each = 300): LabelledPair[] {
  const dice = new Dice(seed);
  const made = maker(dice);
  const rich = dice.shuffled(postings.filter(isRich));
  let next = 0;
  const pairs: LabelledPair[] = [];
  const take = (name: PairClass, isSame: boolean, make: Make) => {
    for (let count = 0; count < each && next < 10 * rich.length; ) {
      const posting = rich[next++ % rich.length] as Posting;
      const pair = make(posting, made);
      if (!pair) continue;
      const [a, b, between] = pair;
      pairs.push({ class: name, isSame, a, b, ...(between && { between }) });
      count += 1;
    }
  };
  for (const name of SAME_CLASSES) take(name, true, SAME[name]);
  for (const [name, make] of Object.entries({ ...OTHER, ...ONE_TOKEN }))
    take(name as keyof typeof OTHER, false, make);
  for (const [one, other] of dice.shuffled(realOthers(postings)).slice(0, 2 * each)) {
    const [a, b] = [made.job(one, "qcwy", BASE_MS), made.job(other, "qcwy", BASE_MS + DAY_MS)];
    pairs.push({ class: OTHER_CLASSES[0], isSame: false, a, b });
  }
  return pairs;
}
