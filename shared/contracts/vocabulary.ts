/**
 * The words of the crawl as plain lists. `platform.ts`, `keyword.ts` and `access.ts` make the schemas. The words stand
 * apart because the dashboard needs them without zod, which would be 25 kB of its first load.
 */

/**
 * Append only: a stored keyword id encodes the position of its platform (`shared/domain/keyword-id.ts`), so the
 * order is a storage format.
 */
export const PLATFORMS = ["boss", "qcwy", "zhilian"] as const;
type PlatformName = (typeof PLATFORMS)[number];

/** A record with one value for each platform. @param make takes the platform and its position in `PLATFORMS` */
export const byPlatform = <T>(make: (platform: PlatformName, index: number) => T): Record<PlatformName, T> =>
  Object.fromEntries(PLATFORMS.map((platform, index) => [platform, make(platform, index)])) as Record<
    PlatformName,
    T
  >;

export const CHANNELS = ["web", "mini", "app"] as const;

/**
 * The meaning of one answer of a platform (X5). `ok`, `true-zero` and `past-end` are good ends; `throttled`,
 * `network` and `server` are retried; `blocked` and `login-needed` park the work until a person acts and open the
 * breaker; `schema-drift` stores the page and parks the work until a developer has changed the parser.
 */
export const OUTCOMES = [
  "ok",
  "true-zero",
  "past-end",
  "blocked",
  "login-needed",
  "throttled",
  "schema-drift",
  "network",
  "server",
] as const;

/** States of a keyword (A2). */
export const KEYWORD_STATES = [
  "pending",
  "queued",
  "running",
  "partial",
  "done",
  "failed",
  "blocked",
  "paused",
] as const;

/** States of a company in the cleaning queue (A9). `gone`: the site says that it has no such company. */
export const COMPANY_STATES = ["pending", "queued", "running", "done", "failed", "blocked", "gone"] as const;

/** Work on a company: its own page (`clean`), and all its open postings (`pull`). */
export const COMPANY_WORK = ["clean", "pull"] as const;

/**
 * Filters by which a search over the site's cap is split (X6). `size` is the company's: a whole-country search on
 * Boss is still over the cap after it is split by experience, degree and salary.
 */
export const FILTER_DIMENSIONS = ["city", "district", "experience", "degree", "salary", "size"] as const;

export const KEYWORD_ACTIONS = [
  "pause",
  "resume",
  "retry",
  "restart",
  "skip",
  "run",
  "delete",
  "restore",
] as const;

/** Which records a role can see: all, those of its holder's department and the departments below, or the holder's own. */
export const REACHES = ["all", "department", "own"] as const;

/** Adaptive recrawl: `shadow` calculates what `on` would do; only `on` sets due times. */
export const RECRAWL_MODES = ["off", "shadow", "on"] as const;

/** What a site's dictionaries list (X13). */
export const DICTIONARY_KINDS = [
  "city",
  "district",
  "experience",
  "degree",
  "salary",
  "size",
  "industry",
  "job_type",
] as const;

/** `proposed`: it differs too much from the active one, and a person decides. `superseded`: it was active or proposed. */
export const DICTIONARY_STATES = ["proposed", "active", "rejected", "superseded"] as const;

/** What happens to a posting of a job of which an earlier posting is there too. */
export const DUPLICATES = ["include", "exclude"] as const;

/** Why a pair of postings waits: it may be the same job, or it is, but joining it would chain postings that differ. */
export const JOB_PAIR_KINDS = ["doubtful", "chain"] as const;
/** What a pair of postings was compared by; see the columns of `job_pairs`. */
export const PAIR_PARTS = ["company", "place", "title", "salary", "requirements", "text"] as const;

/** Append only: a task's id encodes the position of its queue (`shared/domain/task-id.ts`). Each queue is one object. */
export const TASK_QUEUES = [
  "default",
  "crawler",
  "image_processing",
  "data_sync",
  "batch_processing",
] as const;

/** Priorities of tasks, low to high: LOW, NORMAL, HIGH, URGENT. */
export const TASK_PRIORITIES = [0, 5, 8, 10] as const;

/**
 * States of a task (B1). `scheduled`: its time lies ahead; `waiting`: it may run; `blocked`: it waits for other tasks;
 * `queued`: a wake-up is under way; `retrying`: it failed and is tried again later. The last four are ends.
 */
export const TASK_STATES = [
  "scheduled",
  "waiting",
  "blocked",
  "queued",
  "running",
  "retrying",
  "done",
  "failed",
  "cancelled",
  "skipped",
] as const;
export const ENDED_TASK_STATES = ["done", "failed", "cancelled", "skipped"] as const;

/** What is done with a task that stopped (B8); `shared/domain/task-recovery.ts` says what each means. */
export const RECOVERY_STRATEGIES = ["RETRY", "RESUME", "RESTART", "SKIP", "MANUAL"] as const;

/** Why a task failed; the class decides whether and when it is tried again (`shared/domain/task-recovery.ts`). */
export const TASK_ERROR_CLASSES = [
  "network",
  "throttled",
  "server",
  "dependency",
  "timeout",
  "lost",
  "blocked",
  "login-needed",
  "schema-drift",
  "invalid-input",
  "not-found",
  "forbidden",
  "conflict",
  "unexpected",
] as const;

/** How a batch may be off its baseline (X14). */
export const QUALITY_FINDINGS = ["missing", "unread", "range", "same"] as const;

/** What is done with a batch that is far off: nothing, a note that it is, or it waits for a person. */
export const QUALITY_MODES = ["off", "shadow", "on"] as const;

/** `noted`: it was far off and was stored all the same, because the check only reports. */
export const QUARANTINE_STATES = ["waiting", "released", "dropped", "noted"] as const;

/** What many records of are changed at once by one bulk action (X22). */
export const BULK_NOUNS = ["tasks", "keywords", "dead-letters", "job-pairs", "company-pairs"] as const;

/** Actions of each noun: those that its single records have. `recover` does what the class of a task's error says. */
export const BULK_ACTIONS = {
  tasks: ["retry", "resume", "restart", "recover", "skip", "cancel", "set_priority"],
  keywords: [...KEYWORD_ACTIONS, "set_priority"],
  "dead-letters": ["replay", "discard"],
  "job-pairs": ["same", "different"],
  // Which of the two is a branch of the other is decided one by one.
  "company-pairs": ["same", "different"],
} as const satisfies Record<(typeof BULK_NOUNS)[number], readonly string[]>;

/** `stopping`: it was aborted while a step was under way, whose results are awaited. */
export const BULK_STATES = [
  "selecting",
  "running",
  "stopping",
  "done",
  "aborted",
  "failed",
  "expired",
] as const;
export const ENDED_BULK_STATES = ["done", "aborted", "failed", "expired"] as const;

/** `unknown`: its step was under way when the action ended; `untouched`: the action ended before its turn. */
export const BULK_OUTCOMES = ["waiting", "done", "refused", "unknown", "untouched"] as const;

/** What one live feed is about: each is an object of its own. */
export const LIVE_GROUPS = ["tasks", "keywords", "bulk"] as const;
