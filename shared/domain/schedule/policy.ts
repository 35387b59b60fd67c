/** What a schedule does with missed slots, and which combinations contradict each other. */
import { type CatchUp, MAX_CATCH_UP, ON_TIME_MS } from "../../contracts/schedule.ts";
import { DAY_MS } from "../../time.ts";
import { nextSlot, nextSlots, type Timing } from "./slots.ts";

export interface SlotPolicy {
  catch_up: CatchUp;
  /** With `all`: slots that are run at most; null otherwise. */
  catch_up_max: number | null;
  /** A slot that could start only later than this is missed; null: one period, a day for a one-off. */
  max_lateness_s: number | null;
}

interface Problem {
  field: keyof SlotPolicy;
  reason: string;
}

/** Number of slots whose distances are compared: a week of hourly slots has 168. */
const SAMPLE = 200;

/** @returns milliseconds between the two slots nearest to each other among the next ones; a day for a one-off */
export function shortestPeriod(timing: Timing, from: number): number {
  if (timing.kind === "interval") return timing.every_s * 1000;
  const slots = nextSlots(timing, from, SAMPLE);
  const gaps = slots.slice(1).map((slot, at) => slot - (slots[at] ?? 0));
  return gaps.length === 0 ? DAY_MS : Math.min(...gaps);
}

/** @returns milliseconds after its time until which a slot may start */
export function maxLateness(timing: Timing, policy: SlotPolicy, slot: number): number {
  if (policy.catch_up === "skip") return ON_TIME_MS;
  if (policy.max_lateness_s !== null) return policy.max_lateness_s * 1000;
  if (timing.kind === "interval") return timing.every_s * 1000;
  return (nextSlot(timing, slot) ?? slot + DAY_MS) - slot;
}

/** @param now Unix ms @returns a sentence for each pair that contradicts each other */
export function policyProblems(timing: Timing, policy: SlotPolicy, now: number): Problem[] {
  const problems: Problem[] = [];
  const { catch_up, catch_up_max, max_lateness_s } = policy;
  if (catch_up !== "all" && catch_up_max !== null)
    problems.push({
      field: "catch_up_max",
      reason: `has no effect with catch_up ${catch_up}; leave it empty`,
    });
  if (catch_up === "skip" && max_lateness_s !== null)
    problems.push({
      field: "max_lateness_s",
      reason: "has no effect with catch_up skip; leave it empty",
    });
  else if (max_lateness_s !== null && max_lateness_s * 1000 < ON_TIME_MS)
    problems.push({
      field: "max_lateness_s",
      reason: `is below ${ON_TIME_MS / 1000} s, and dispatchers come once a minute: slots on time would be missed`,
    });
  if (catch_up === "all") problems.push(...allProblems(timing, policy, now));
  return problems;
}

function allProblems(timing: Timing, { catch_up_max, max_lateness_s }: SlotPolicy, now: number): Problem[] {
  if (timing.kind === "once")
    return [{ field: "catch_up", reason: "is for many slots, and a one-off has one: choose skip or once" }];
  if (catch_up_max === null || catch_up_max < 2 || catch_up_max > MAX_CATCH_UP)
    return [{ field: "catch_up_max", reason: `needs a number from 2 to ${MAX_CATCH_UP} with catch_up all` }];
  const period = shortestPeriod(timing, now);
  const lateness = max_lateness_s === null ? period : max_lateness_s * 1000;
  // The newest slot is up to a period old when it is made up for, and the others a period more each.
  if (lateness >= catch_up_max * period) return [];
  const needed = (catch_up_max * period) / 1000;
  return [
    {
      field: "max_lateness_s",
      reason: `allows ${lateness / 1000} s, and the last ${catch_up_max} slots reach back ${needed} s: set at least that, or a smaller catch_up_max`,
    },
  ];
}
