/** Re-cleans (A10): stored raw rows are parsed again by today's parser, first as a dry run. */
import { z } from "zod";

/**
 * `checking`: rows are parsed and compared, nothing is written to the typed tables; `checked`: the differences wait for a
 * person; `applying`: they are written; `done`; `undoing`: the old values are written back; `undone`; `cancelled`: a person
 * ended it, what it had written until then can be undone; `failed`: the error says why, likewise.
 */
const RECLEAN_STATES = [
  "checking",
  "checked",
  "applying",
  "done",
  "undoing",
  "undone",
  "cancelled",
  "failed",
] as const;
export const RecleanState = z.enum(RECLEAN_STATES);
export type RecleanState = z.infer<typeof RecleanState>;

/** States in which a run moves on by itself. One run of a platform and data type may be in them at a time. */
export const MOVING_STATES = ["checking", "applying", "undoing"] as const satisfies readonly RecleanState[];
export const isMoving = ({ state }: { state: RecleanState }): boolean =>
  MOVING_STATES.some((moving) => moving === state);

/** States in which a person may cancel a run, and undo what it has written. */
export const CANCELLABLE_STATES: readonly RecleanState[] = ["checking", "checked", "applying"];
export const UNDOABLE_STATES: readonly RecleanState[] = ["done", "cancelled", "failed"];

/** Longer ranges take several runs, so that one can be looked through and undone. */
export const MAX_RECLEAN_DAYS = 366;
/** What a dry run showed is applied within this time; later the stored rows are too different. */
export const CHECKED_DAYS = 7;
/** Contents of one posting that are parsed again, the newest ones: a sender may send thousands. */
export const MAX_CONTENTS = 20;
/** A value of an example is cut to this many characters. */
export const MAX_VALUE_CHARS = 1000;

/** What happened to the rows of a run. */
export const RecleanCounts = z.object({
  changed: z.number().int().describe("Rows that today's parser reads otherwise"),
  history: z.number().int().describe("Rows of the history of postings that it reads otherwise"),
  unreadable: z
    .number()
    .int()
    .describe("Rows that can't be parsed any more, or whose raw row is gone; they stay as they are"),
  moved: z.number().int().describe("Rows that were replaced by newer ones before they were read"),
  written: z.number().int().describe("Rows written"),
  skipped: z.number().int().describe("Rows not written, because they had changed meanwhile"),
  restored: z.number().int().describe("Rows that the undo gave their old values"),
});
export type RecleanCounts = z.infer<typeof RecleanCounts>;

export const NO_COUNTS: RecleanCounts = Object.freeze({
  changed: 0,
  history: 0,
  unreadable: 0,
  moved: 0,
  written: 0,
  skipped: 0,
  restored: 0,
});

/** How often one field changes. */
export const FieldCount = z.object({
  table: z.string().describe("Table of the rows"),
  field: z.string(),
  rows: z.number().int().describe("Rows in which it changes"),
  filled: z.number().int().describe("From empty to a value"),
  emptied: z.number().int().describe("From a value to empty"),
});
export type FieldCount = z.infer<typeof FieldCount>;
