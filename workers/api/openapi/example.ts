/** Values that the examples of all nouns share. */
import { DAY_MS } from "../../../shared/time.ts";

/** 2026-11-22 16:00 in China, Unix ms: the current time of every example. */
export const EXAMPLE_NOW = Date.UTC(2026, 10, 22, 8);

export const EXAMPLE_REQUEST_ID = "4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311";

/** Timestamps of a record that was created 30 days ago and changed yesterday. */
export const exampleLifetime = {
  created_at: EXAMPLE_NOW - 30 * DAY_MS,
  updated_at: EXAMPLE_NOW - DAY_MS,
  deleted_at: null,
};
