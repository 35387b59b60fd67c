/**
 * Bulk actions (X22): one action on many records, which are named or selected by a filter. One object per action holds
 * the frozen selection and the result of each record; a consumer carries out its steps.
 */
import { z } from "zod";
import { PAIR_KINDS } from "./company-pair-kinds.ts";
import { DataType, KeywordState, Platform } from "./platform.ts";
import { TaskErrorClass, TaskId, TaskQueue, TaskState } from "./task.ts";
import { BULK_NOUNS, BULK_OUTCOMES, BULK_STATES, ENDED_BULK_STATES, JOB_PAIR_KINDS } from "./vocabulary.ts";

export const BulkNoun = z.enum(BULK_NOUNS);
export type BulkNoun = z.infer<typeof BulkNoun>;
export const BulkState = z.enum(BULK_STATES);
export type BulkState = z.infer<typeof BulkState>;
export const BulkOutcome = z.enum(BULK_OUTCOMES);
export type BulkOutcome = z.infer<typeof BulkOutcome>;

export const isEndedBulk = (state: BulkState): boolean =>
  (ENDED_BULK_STATES as readonly BulkState[]).includes(state);

/** An action selects at most this many records. */
export const MAX_BULK_ITEMS = 200_000;
/** A request names at most this many records: their ids fit into one body. */
export const MAX_BULK_IDS = 5000;

/** The row of an action that ended is kept for so long; its object deletes the results of its records earlier. */
export const KEEP_BULK_ACTIONS_DAYS = 90;

/** "`first` now, then `per_minute` a minute". Minutes in which nothing ran are not made up for. */
export const BulkRate = z.strictObject({
  first: z.number().int().min(1).max(MAX_BULK_ITEMS),
  per_minute: z.number().int().min(1).max(MAX_BULK_ITEMS),
});
export type BulkRate = z.infer<typeof BulkRate>;

const Text = z.string().trim().min(1, "is empty").max(200);

/** Conditions that select the records of each noun; a filter without any is refused. */
export const BULK_FILTERS = {
  tasks: z.strictObject({
    queue: TaskQueue.optional(),
    state: TaskState.optional(),
    kind: Text.optional(),
    batch: TaskId.optional(),
    key: Text.optional(),
    error_class: TaskErrorClass.optional(),
  }),
  keywords: z.strictObject({
    platform: Platform.optional(),
    state: KeywordState.optional(),
    city: Text.optional(),
    search: Text.optional().describe("Part of the keyword's text"),
    deleted: z.literal(true).optional().describe("Only deleted ones; without it only those that are not"),
  }),
  "dead-letters": z.strictObject({
    platform: Platform.optional(),
    data_type: DataType.optional(),
    error: Text.optional().describe("Part of the error's text, in any case"),
    dead_before: z.number().int().min(0).optional().describe("Unix ms"),
  }),
  "job-pairs": z.strictObject({
    kind: z.enum(JOB_PAIR_KINDS).optional(),
    platform: Platform.optional(),
    min_score: z.number().min(0).max(1).optional(),
  }),
  "company-pairs": z.strictObject({
    kind: z.enum(PAIR_KINDS).optional(),
    platform: Platform.optional().describe("Site that one of the two is on"),
    min_score: z.number().min(0).max(1).optional(),
  }),
} as const satisfies Record<BulkNoun, z.ZodType>;
export type BulkFilter<N extends BulkNoun> = z.infer<(typeof BULK_FILTERS)[N]>;

/** What is done. `filter` is null when the records were named. */
export interface BulkRequest {
  noun: BulkNoun;
  action: string;
  /** New priority of `set_priority`. */
  priority: number | null;
  /** Why, for actions that are decisions. */
  reason: string | null;
  filter: Record<string, unknown> | null;
  rate: BulkRate | null;
}

export const BulkAction = z.object({
  id: z.uuid(),
  noun: BulkNoun,
  action: z.string(),
  priority: z.number().int().nullable(),
  reason: z.string().nullable(),
  filter: z.record(z.string(), z.unknown()).nullable().describe("Null when the records were named"),
  rate: BulkRate.nullable(),
  state: BulkState,
  total: z.number().int().describe("Records selected; it grows while the state is `selecting`"),
  done: z.number().int(),
  refused: z.number().int().describe("The record did not allow it, and says why"),
  unknown: z.number().int().describe("Under way when the action ended: look at these records"),
  left: z.number().int().describe("Not reached; they stay untouched when the action has ended"),
  percent: z.number(),
  rate_per_second: z.number().nullable().describe("Mean since it began"),
  left_s: z.number().nullable().describe("Seconds left at this rate"),
  next_at: z.number().int().nullable().describe("Unix ms at which its rate or a retry lets it go on"),
  error: z.string().nullable(),
  created_by: z.string(),
  created_at: z.number().int(),
  started_at: z.number().int().nullable(),
  ended_at: z.number().int().nullable(),
  aborted_by: z.string().nullable(),
  results_until: z.number().int().describe("Unix ms until which the result of each record is kept"),
});
export type BulkAction = z.infer<typeof BulkAction>;

export const BulkItem = z.object({
  seq: z.number().int().describe("Place in the action, from 1"),
  id: z.string().describe("Of the record; of a pair the JSON list of platform and key of both"),
  outcome: BulkOutcome,
  message: z.string().nullable().describe("Why it was refused"),
});
export type BulkItem = z.infer<typeof BulkItem>;

export interface NewBulkAction {
  id: string;
  request: BulkRequest;
  /** The records, without repeats; null when the filter selects them. */
  ids: string[] | null;
  /** Who acts. */
  user_id: string;
  /** The action may do no more than the API key that began it; null when a person did. */
  scopes: string[] | null;
  /** For timelines and lists. */
  label: string;
}

/** A step: select the records after `cursor`, or act on `items`. */
export interface BulkClaim {
  /** Grows with every claim. */
  fence: number;
  request: BulkRequest;
  user_id: string;
  scopes: string[] | null;
  label: string;
  step:
    | { kind: "select"; cursor: string | null; limit: number }
    | { kind: "act"; first_seq: number; ids: string[] };
}

/** The result of one record. */
export interface BulkResult {
  outcome: "done" | "refused";
  message: string | null;
}

export type BulkReport = { fence: number } & (
  | { kind: "selected"; ids: string[]; cursor: string | null }
  /** In the order of the claim. */
  | { kind: "acted"; results: BulkResult[] }
  /** The step is tried again later; `final` ends the action. */
  | { kind: "failed"; message: string; final: boolean }
);

export interface BulkActionApi {
  /** Stores the action and sends a wake-up. A repeat changes nothing. */
  create(action: NewBulkAction): Promise<BulkAction>;
  /** Null before `create`, and after the results were deleted. */
  status(): Promise<BulkAction | null>;
  /** Lets the step that is under way end, and leaves the rest. @returns null when there is no action */
  abort(by: string): Promise<BulkAction | null>;
  /**
   * Notes a step and hands out the next one.
   * @param report of the claim before; one with an old fence is dropped, because the step is done by another holder
   * @param more false when the caller takes no more
   * @returns null while there is nothing to do, or another holder does it
   */
  next(report: BulkReport | null, more: boolean): Promise<BulkClaim | null>;
  /** Records strictly after `afterSeq`, in order. */
  items(afterSeq: number, limit: number, outcome?: BulkOutcome): Promise<BulkItem[]>;
}
