/** Decides which of the due slots of a schedule runs, and why the others do not (X1). */
import { ON_TIME_MS, type SlotReason } from "../../shared/contracts/schedule.ts";
import { maxLateness, type SlotPolicy } from "../../shared/domain/schedule/policy.ts";
import { slotsBetween, type Timing } from "../../shared/domain/schedule/slots.ts";

/** Slots that follow each other and get the same answer. */
export interface SlotRange {
  from: number;
  to: number;
  count: number;
  status: "skipped" | "missed";
  reason: SlotReason;
}

export interface SlotPlan {
  /** Slots that do not run, oldest first. They come before `run`. */
  answered: SlotRange[];
  /** The slot to run now; slots after it stay without an answer until it has run. Null: none. */
  run: number | null;
  /** Why `run` starts late; null when it is on time. */
  late: SlotReason | null;
}

export interface DueSlots {
  timing: Timing;
  policy: SlotPolicy;
  /** Unix ms; slots after this have no answer yet. */
  after: number;
  /** Unix ms, inclusive. */
  now: number;
  /** Why the schedule runs nothing; null when it runs. */
  stopped: "paused" | "disabled" | null;
  /** True while a run of the schedule goes on. */
  busy: boolean;
  /** Unix ms; the runs before went on until then, so that slots up to it waited. 0: none did. */
  busyUntil: number;
}

export function planSlots({ timing, policy, after, now, stopped, busy, busyUntil }: DueSlots): SlotPlan {
  const answered: SlotRange[] = [];
  const answer = (slot: number, status: SlotRange["status"], reason: SlotReason) => {
    const last = answered.at(-1);
    if (last && last.reason === reason && last.status === status) {
      last.to = slot;
      last.count++;
    } else answered.push({ from: slot, to: slot, count: 1, status, reason });
  };
  const waits = policy.catch_up === "all";
  const atMost = waits ? (policy.catch_up_max ?? 1) : 1;
  const over = (slot: number): SlotReason => {
    if (waits && (busy || slot <= busyUntil)) return "buffer_full";
    return policy.catch_up === "skip" ? "dispatcher_away" : "catch_up_over";
  };

  /** The newest slots, which may run. No more are kept than may run, so that a long stop costs no memory. */
  const newest: number[] = [];
  for (const slot of slotsBetween(timing, after, now)) {
    if (stopped) answer(slot, "skipped", stopped);
    else if (busy && !waits) answer(slot, "skipped", "overlap");
    else if (newest.push(slot) > atMost) {
      const oldest = newest.shift() as number;
      answer(oldest, "missed", over(oldest));
    }
  }
  if (busy) return { answered, run: null, late: null };
  for (const slot of newest) {
    const lateMs = now - slot;
    if (lateMs <= maxLateness(timing, policy, slot))
      return { answered, run: slot, late: lateMs <= ON_TIME_MS ? null : lateReason(slot, busyUntil) };
    answer(slot, "missed", policy.catch_up === "skip" ? "dispatcher_away" : "max_lateness_over");
  }
  return { answered, run: null, late: null };
}

const lateReason = (slot: number, busyUntil: number): SlotReason =>
  slot <= busyUntil ? "overlap" : "dispatcher_away";
