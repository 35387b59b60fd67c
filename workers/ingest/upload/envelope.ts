/** What an upload says beside its rows: in the JSON body, or in the query of an NDJSON one. */
import { z } from "zod";
import { Channel, DataType, Platform } from "../../../shared/contracts/platform.ts";
import { ApiError } from "../../../shared/errors/codes.ts";

/** The id that a sender gives its upload. */
export const SenderBatchId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,100}$/, "is not 1 to 100 letters, digits, or . _ -");

const whole = z.coerce.number().int().min(0);

const lease = z.strictObject({ keyword_id: z.uuid("is not a keyword id"), fence: whole });

export const Envelope = z.strictObject({
  platform_type: Platform,
  channel: Channel.default("web"),
  data_type: DataType,
  /** Taken for compatibility: duplicates are always removed. */
  check_duplicate: z.union([z.boolean(), z.enum(["true", "false"])]).optional(),
  batch_id: SenderBatchId.optional(),
  /** When the rows were collected, Unix ms; now when left out. */
  collected_at: whole.optional(),
  /** Of a crawler node: the keyword that the rows come from, and the fence of its lease. */
  lease: lease.optional(),
});
export type Envelope = z.infer<typeof Envelope>;

/** The same as query parameters, for NDJSON. */
export const EnvelopeQuery = Envelope.omit({ lease: true })
  .extend({ keyword_id: z.uuid("is not a keyword id").optional(), fence: whole.optional() })
  .partial();

/** As the members of a JSON body. */
export function envelopeOfQuery({ keyword_id, fence, ...rest }: z.infer<typeof EnvelopeQuery>): object {
  return keyword_id === undefined && fence === undefined ? rest : { ...rest, lease: { keyword_id, fence } };
}

const AHEAD_MS = 300_000;
const BEHIND_MS = 30 * 86_400_000;

/** @throws ApiError clock_skew, validation_failed */
export function checkCollectedAt(collectedAt: number | undefined, now: number): number {
  if (collectedAt === undefined) return now;
  const refuse = (code: "clock_skew" | "validation_failed", reason: string) =>
    new ApiError(code, `collected_at: ${reason}`, [{ field: "collected_at", reason }]);
  if (collectedAt > now + AHEAD_MS) {
    const seconds = Math.round((collectedAt - now) / 1000);
    throw refuse("clock_skew", `is ${seconds} s in the future; set the clock of the sender (NTP)`);
  }
  if (collectedAt < now - BEHIND_MS) throw refuse("validation_failed", "is more than 30 days ago");
  return collectedAt;
}
