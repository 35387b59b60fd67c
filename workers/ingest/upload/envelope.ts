/** The fields of an upload beside its rows: members of a JSON body, or query parameters of an NDJSON upload. */
import { z } from "zod";
import { Channel, DataType, Platform } from "../../../shared/contracts/platform.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { errorAbout, fieldError, problemsOf, validationError } from "../../../shared/errors/validation.ts";

/** The id that a sender chooses for its upload. */
export const SenderBatchId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,100}$/, "is not 1 to 100 letters, digits, or . _ -");

/** A whole number, as text too: query parameters are text. */
const whole = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,16}$/)
        .transform(Number),
    ],
    "is not a whole number",
  )
  .pipe(z.number().int().min(0));

/** Programs of senders write null or an empty text for a field that they leave out. */
const orAbsent = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === null || value === "" ? undefined : value), schema);

const lease = z.strictObject({ keyword_id: z.uuid("is not a keyword id"), fence: whole });

/** The forms of a boolean that senders use. */
const CheckDuplicate = z.union(
  [z.boolean(), z.number().int().min(0).max(1), z.enum(["0", "1", "true", "false", "True", "False"])],
  "is not true or false",
);

export const Envelope = z.object({
  platform_type: Platform,
  channel: orAbsent(Channel.default("web")),
  data_type: DataType,
  /** Accepted for compatibility and ignored: duplicates are always removed. */
  check_duplicate: orAbsent(CheckDuplicate.optional()),
  batch_id: orAbsent(SenderBatchId.optional()),
  /** Time at which the rows were collected, Unix ms; the default is now. */
  collected_at: orAbsent(whole.optional()),
  /** Sent by a crawler node: the keyword that the rows come from, and the fence of its lease. */
  lease: orAbsent(lease.optional()),
});
export type Envelope = z.infer<typeof Envelope>;

/**
 * @param others problems of the body beside these fields; all are named at once
 * @throws ApiError validation_failed
 */
export function readEnvelope(value: object, others: readonly FieldProblem[] = []): Envelope {
  const parsed = Envelope.safeParse(value);
  if (parsed.success && others.length === 0) return parsed.data;
  const problems = parsed.error ? problemsOf(parsed.error, "body") : [];
  throw validationError([...problems, ...others]);
}

/** The rows, and a name's length and number that an answer repeats. */
const ROWS = "data_list";
const MAX_IGNORED = 20;
const MAX_NAME_CHARS = 40;

/** Names the members that mean nothing here: they are ignored, and the answer says so. */
export const ignoredMembers = (value: object): string[] =>
  Object.keys(value)
    .filter((name) => name !== ROWS && !Object.hasOwn(Envelope.shape, name))
    .slice(0, MAX_IGNORED)
    .map((name) => name.slice(0, MAX_NAME_CHARS).toWellFormed());

/** True when the members read so far are enough to parse rows. */
export const hasRequiredEnvelope = (head: Record<string, unknown>) =>
  head.platform_type !== undefined && head.data_type !== undefined;

/** Parts are built with these fields, so they must not change after the first row. */
const IMMUTABLE_FIELDS = ["platform_type", "channel", "data_type", "collected_at", "lease"] as const;

/** @throws ApiError validation_failed when a field that parts are built with came after the rows, or twice */
export function assertUnchanged(before: Envelope, complete: Envelope): void {
  const changed = IMMUTABLE_FIELDS.find(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(complete[name]),
  );
  if (changed) throw fieldError(changed, "must stand before data_list, and only once");
}

/** The same fields as query parameters, for NDJSON. Parameters of other names are ignored and named in the answer. */
export const EnvelopeQuery = Envelope.omit({ lease: true })
  .extend({ keyword_id: z.uuid("is not a keyword id").optional(), fence: whole.optional() })
  .partial()
  .loose();

/** Converts the query parameters to the members of a JSON body. */
export function envelopeOfQuery({ keyword_id, fence, ...rest }: z.infer<typeof EnvelopeQuery>): object {
  return keyword_id === undefined && fence === undefined ? rest : { ...rest, lease: { keyword_id, fence } };
}

/** Clock skew that is accepted. */
const AHEAD_MS = 300_000;
const BEHIND_MS = 30 * 86_400_000;
/** March 1973 and the year 5138: a time outside is in seconds or in microseconds. */
const MIN_UNIX_MS = 1e11;
const MAX_UNIX_MS = 1e14;

/** @throws ApiError clock_skew, validation_failed */
export function checkCollectedAt(collectedAt: number | undefined, now: number): number {
  if (collectedAt === undefined) return now;
  const problem = (code: "clock_skew" | "validation_failed", reason: string) =>
    errorAbout(code, "collected_at", reason);
  if (collectedAt < MIN_UNIX_MS || collectedAt > MAX_UNIX_MS)
    throw problem("validation_failed", "is not in milliseconds since 1970");
  if (collectedAt > now + AHEAD_MS) {
    const seconds = Math.round((collectedAt - now) / 1000);
    throw problem("clock_skew", `is ${seconds} s in the future; set the clock of the sender (NTP)`);
  }
  if (collectedAt < now - BEHIND_MS) throw problem("validation_failed", "is more than 30 days ago");
  return collectedAt;
}
