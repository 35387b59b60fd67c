/** Words of the life of a posting (X11). */

/** `closed`: a complete crawl of a search that showed it did not show it again. Everything else counts as open. */
export const JOB_STATES = ["open", "closed"] as const;
export type JobState = (typeof JOB_STATES)[number];

export const JOB_EVENT_KINDS = [
  "seen_first",
  "salary_changed",
  "text_changed",
  "closed",
  "closing_withdrawn",
  "reopened",
] as const;
export type JobEventKind = (typeof JOB_EVENT_KINDS)[number];

/** A posting that begins at most this many days after the same one was closed is its repost. */
export const REPOST_DAYS = 60;
