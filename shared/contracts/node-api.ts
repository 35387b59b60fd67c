/**
 * The protocol of external crawler nodes (D2, X2), as it goes over HTTP below `/api/v1/nodes/{id}`: heartbeat, lease
 * of keywords, permits of the shared budget, and the calls of a lease's holder. The Worker checks requests with these
 * schemas, the node checks answers with them. `resources.ts` has the protocol of proxies and tokens.
 *
 * A node is identified by its key. Every call about a keyword carries the fence of its lease: an old fence gets 409
 * `stale_lease` and changes nothing; the node then drops its unsent data of that keyword.
 */
import { z } from "zod";
import { CityPlace } from "./dictionary.ts";
import { KeywordRun, RunPart } from "./keyword.ts";
import {
  MAX_PENDING_PAGES,
  MAX_TOKEN_NAME_CHARS,
  MAX_TOKEN_NAMES,
  MAX_TOKEN_VALUE_CHARS,
  PAGE_ENDS,
} from "./pending-page.ts";
import { Channel, DataType, FilterDimension, Outcome, Platform } from "./platform.ts";
import { PlatformSettings } from "./settings.ts";
import { PLATFORMS } from "./vocabulary.ts";

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const text = (max: number) => z.string().max(max, `is longer than ${max} characters`);
const Instant = z.number().int().min(0).max(8.64e15).describe("Unix time in milliseconds");
const Share = z.number().min(0).max(1);

/** A request from a clock that differs by more than this is rejected with `clock_skew`. */
export const MAX_CLOCK_SKEW_MS = 300_000;

export const NodeLabel = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._=-]{0,62}$/, "is not 1 to 63 of a-z, 0-9 and . _ = -");
export const NodeLabels = z.array(NodeLabel).max(20);
const Version = z.string().regex(/^[\w.+-]{1,64}$/, "is not a version");

/** Measurements of a node's machine. */
export const NodeMetrics = z.strictObject({
  /** Share of all cores since the last heartbeat. */
  cpu: Share,
  memory_used_bytes: count,
  memory_total_bytes: count,
  /** Resident memory of the node's own process. */
  process_bytes: count,
  /** Free bytes of the file system that holds the data folder. */
  disk_free_bytes: count,
  disk_total_bytes: count,
  /** Rates over all interfaces but loopback, bytes a second, since the last heartbeat; null where the system reports none. */
  net_received_bytes_per_s: count.nullable(),
  net_sent_bytes_per_s: count.nullable(),
  uptime_s: count,
});
export type NodeMetrics = z.infer<typeof NodeMetrics>;

/** One keyword that the node works on. */
export const NodeWork = z.strictObject({
  keyword_id: z.uuid(),
  fence: count,
  platform: Platform,
  keyword: text(200),
  city: text(40),
  /** Pages stored since the claim. */
  pages: count,
  since: Instant,
});
export type NodeWork = z.infer<typeof NodeWork>;

/** `drain`: finish the leased keywords and take no new ones. `stop`: finish the page in flight, give the keywords back and exit. */
const NODE_COMMANDS = ["pause", "resume", "drain", "stop", "pace", "package"] as const;
export const NodeCommandKind = z.enum(NODE_COMMANDS);

export const NodeCommand = z.object({
  id: z.uuid(),
  kind: NodeCommandKind,
  /** With `pace`: minimum time between two requests of this node to one platform, milliseconds, on top of the gate's. */
  delay_ms: z.number().int().min(0).max(86_400_000).optional(),
  /** With `pace`: number of concurrent keywords. */
  slots: z.number().int().min(1).max(64).optional(),
  /** With `package`: version of the crawler package to run. */
  version: Version.optional(),
});
export type NodeCommand = z.infer<typeof NodeCommand>;

export const Heartbeat = z.strictObject({
  /** The node's own clock. */
  sent_at: Instant,
  /** A new id at each start of the program. */
  session: z.uuid(),
  version: Version,
  package_version: Version.nullable(),
  node_version: Version,
  os: text(100),
  hostname: text(253),
  platforms: z.array(Platform).max(PLATFORMS.length),
  /** Labels in addition to those that the node was registered with. */
  labels: NodeLabels,
  /** Number of concurrent keywords. */
  slots: z.number().int().min(0).max(64),
  /** `draining`: the node finishes its leased keywords and takes no new ones. */
  activity: z.enum(["running", "paused", "draining", "stopping"]),
  metrics: NodeMetrics,
  work: z.array(NodeWork).max(64),
  /** Batches on its disk that the API has not accepted yet. */
  spooled: z.strictObject({ batches: count, bytes: count }),
  /** Totals since the program started. */
  totals: z.strictObject({
    pages: count,
    rows: count,
    failed_pages: count,
    /** Batches and checkpoints dropped because another node had taken over their lease. */
    dropped: count,
  }),
  /** Commands carried out, or rejected with a reason, since the last heartbeat. */
  done: z.array(z.strictObject({ id: z.uuid(), ok: z.boolean(), message: text(500) })).max(50),
});
export type Heartbeat = z.infer<typeof Heartbeat>;

export const HeartbeatAnswer = z.object({
  now: Instant,
  /** Time until the next heartbeat, milliseconds. */
  interval_ms: count,
  commands: z.array(NodeCommand),
});
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

export const LeaseRequest = z.strictObject({
  sent_at: Instant,
  session: z.uuid(),
  platforms: z.array(Platform).min(1).max(PLATFORMS.length),
  labels: NodeLabels,
  /** Free slots: the maximum number of keywords to lease. */
  free: z.number().int().min(1).max(64),
});
export type LeaseRequest = z.infer<typeof LeaseRequest>;

export const Filters = z.partialRecord(FilterDimension, z.string());

/** A leased keyword: the search, and the parts and pages at which it continues. */
export const NodeClaim = z.object({
  keyword_id: z.uuid(),
  platform: Platform,
  keyword: z.string(),
  city: z.string(),
  channel: Channel,
  run_id: z.uuid(),
  fence: count,
  lease_until: Instant,
  attempt: count,
  parts: z.array(RunPart),
  run: KeywordRun,
  recrawl: z.boolean(),
  stale_pages: count,
  /** Left out by an API of an older version: then the codes count that the node ships. */
  place: CityPlace.nullable().optional(),
});
export type NodeClaim = z.infer<typeof NodeClaim>;

export const LeaseAnswer = z.object({
  claims: z.array(NodeClaim),
  /** A retry makes sense after this time, milliseconds. */
  wait_ms: count,
  /** Why fewer keywords are leased than requested: `no-work`, `budget`, `breaker`, `placement`, `label`, `paused`, … */
  reason: z.string().nullable(),
  /** Settings of the requested platforms. */
  settings: z.partialRecord(Platform, PlatformSettings),
  lease_ms: count,
  commit_ms: count,
});
export type LeaseAnswer = z.infer<typeof LeaseAnswer>;

/** `POST gates/{platform}/permits`: reports used permits, requests new ones and gives unused ones back. */
export const PermitRequest = z.strictObject({
  /** The leased keyword that the requests are for: a permit belongs to its lease, which has one at a time. */
  keyword_id: z.uuid(),
  fence: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** Reports of permits that this lease was not granted are ignored whole. */
  reports: z
    .array(z.strictObject({ permit: text(100), outcome: Outcome, retry_after_ms: count.optional() }))
    .max(64),
  want: z.number().int().min(0).max(1),
  give_back: z.array(text(100)).max(64),
});
export type PermitRequest = z.infer<typeof PermitRequest>;

export const PermitAnswer = z.object({
  permits: z.array(z.string()),
  wait_ms: count,
  breaker: z.enum(["closed", "open", "half-open"]),
  reason: z.enum(["pace", "concurrency", "breaker", "throttled"]).nullable(),
});
export type PermitAnswer = z.infer<typeof PermitAnswer>;

const fence = count.describe("Of the lease");
const PendingType = DataType.extract(["job_detail", "company"]);

const WirePendingPage = z.strictObject({
  type: PendingType,
  // The address of the page is made of it.
  key: text(200).refine((key) => key.isWellFormed(), "is not well-formed text"),
  hash: text(64),
  page: count,
  found_at: Instant,
  /** What the adapter needs beside the key to build the request; a request itself is not taken from a node. */
  token: z
    .record(text(MAX_TOKEN_NAME_CHARS), text(MAX_TOKEN_VALUE_CHARS))
    .refine(
      (token) => Object.keys(token).length <= MAX_TOKEN_NAMES,
      `has more than ${MAX_TOKEN_NAMES} members`,
    ),
});
export type WirePendingPage = z.infer<typeof WirePendingPage>;

/** One stored page: `PageProgress` of the ledger. */
export const WirePage = z.strictObject({
  part: count,
  page: z.number().int().min(1),
  reported: count.nullable(),
  rows: count,
  invalid: count,
  keys: z.array(text(200)).max(1000),
  fresh: count.nullable(),
  /** Not required: nodes of an older version do not send it. */
  changed: count.nullish(),
  last: z.boolean(),
  outcome: Outcome,
  pending: z.array(WirePendingPage).max(MAX_PENDING_PAGES).optional(),
  pending_dropped: count.optional(),
  /** `batch_id` of the upload with these rows, sent under the same fence; null without rows, and from older nodes. */
  batch_id: text(200).nullable().default(null),
});
export type WirePage = z.infer<typeof WirePage>;

/** `POST work/{keyword_id}/renew` */
export const RenewRequest = z.strictObject({ fence });
export const RenewAnswer = z.object({ lease_until: Instant });

/**
 * `POST work/{keyword_id}/progress`: sent only after the API accepted the rows of the pages. Pages of one upload go in
 * one call, and their rows are all of its rows.
 */
export const ProgressRequest = z.strictObject({ fence, pages: z.array(WirePage).min(1).max(200) });
export const ProgressAnswer = z.object({
  lease_until: Instant,
  run: KeywordRun,
  stale_pages: count,
  /** Parts that need not be read any more; left out without one, and by an API of an older version. */
  covered: z.array(count).optional(),
});

/** `POST work/{keyword_id}/split` */
export const SplitRequest = z.strictObject({
  fence,
  part: count,
  children: z.array(Filters).min(1).max(500),
});
export const SplitAnswer = z.object({ parts: z.array(RunPart) });

/** `POST work/{keyword_id}/seen`: which postings are new, in the order of the entries. */
export const SeenRequest = z.strictObject({
  fence,
  entries: z.array(z.strictObject({ key: text(200), hash: text(64) })).max(2000),
});
export const SeenAnswer = z.object({ verdicts: z.array(z.enum(["new", "changed", "unchanged"])) });

/** `POST work/{keyword_id}/notes`: an entry of the timeline. */
export const NoteRequest = z.strictObject({
  fence,
  type: z.enum(["page-kept"]),
  detail: z.strictObject({ key: text(300), page: count, outcome: Outcome, reason: text(1000) }),
});

export const NoteAnswer = z.object({});

/** `POST work/{keyword_id}/settle`: how the holder ends its work; `yield` gives it back. */
const WireSettlement = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("done"), outcome: Outcome, early_stopped: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal("retry"),
    outcome: Outcome,
    error: text(2000),
    retry_after_ms: count.optional(),
  }),
  z.strictObject({
    kind: z.literal("park"),
    state: z.enum(["blocked", "failed"]),
    outcome: Outcome,
    error: text(2000),
  }),
  z.strictObject({ kind: z.literal("yield"), reason: text(200), resume_at: Instant }),
]);
export type WireSettlement = z.infer<typeof WireSettlement>;
export const SettleRequest = z.strictObject({ fence, settlement: WireSettlement });
export const SettleAnswer = z.object({ state: z.string() });

/**
 * `POST work/{keyword_id}/detail-pages`: detail pages of postings and pages of companies, with the platform's
 * `details` on. `wanted` returns which pages are not known, `pending` lists the recorded pages that are not settled,
 * `begin` claims a page, `leave` releases it, `finish` marks it as durable, `settle` ends it for the run.
 */
const Page = z.strictObject({ key: text(200), hash: text(64) });
export const DetailPagesRequest = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("wanted"), fence, type: PendingType, pages: z.array(Page).max(2000) }),
  z.strictObject({ op: z.literal("pending"), fence }),
  z.strictObject({ op: z.literal("begin"), fence, type: PendingType, page: Page }),
  z.strictObject({ op: z.literal("leave"), fence, type: PendingType, key: text(200) }),
  z.strictObject({
    op: z.literal("finish"),
    fence,
    type: PendingType,
    page: Page,
  }),
  z.strictObject({
    op: z.literal("settle"),
    fence,
    type: PendingType,
    key: text(200),
    end: z.enum(PAGE_ENDS),
  }),
]);
export type DetailPagesRequest = z.infer<typeof DetailPagesRequest>;
export const DetailPagesAnswer = z.object({
  /** Answer to `wanted`, in the order of its pages. */
  wanted: z.array(z.boolean()).optional(),
  /** Answer to `pending`. */
  pending: z.array(WirePendingPage).optional(),
  /** Answer to `begin`; with `until` when another search is fetching the page. */
  turn: z.object({ state: z.enum(["yours", "known", "held"]), until: Instant.optional() }).optional(),
});
export type DetailPagesAnswer = z.infer<typeof DetailPagesAnswer>;

/** `POST work/{keyword_id}/failed-pages?fence=…`: body is the page (text/html or application/json) or a screenshot (image/png). */
export const FailedPageQuery = z.strictObject({
  fence: z.coerce.number<string>().int().min(0),
  page: z.coerce.number<string>().int().min(0),
  status: z.coerce.number<string>().int().min(0).max(999),
  outcome: Outcome,
  reason: text(500),
});
export const FailedPageAnswer = z.object({ key: z.string() });
/** Maximum sizes of a stored page and of a stored screenshot, bytes. */
export const MAX_FAILED_PAGE_BYTES = 1_000_000;
export const MAX_SCREENSHOT_BYTES = 2_000_000;
