/** A batch that was far off its baseline, as the API shows it. */
import { z } from "@hono/zod-openapi";
import type { QuarantinedBatch } from "../../../shared/contracts/ingest-ledger.ts";
import { QualityFinding, QuarantineState } from "../../../shared/contracts/quality.ts";
import { Instant } from "../http/answers.ts";
import { partShape } from "../ingest/part-shape.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

const count = z.number().int();

export const QuarantinedView = z.object({
  id: z.string(),
  ...partShape,
  rows: count.describe("Rows that would be stored"),
  invalid: count,
  bytes: count,
  state: QuarantineState.describe(
    "waiting: a person decides; released: on its way, or stored; dropped: not stored, may still be released for some days; noted: the check only reports",
  ),
  stored: z.boolean().describe("ClickHouse has it"),
  can_release: z.boolean().describe("Its rows are still kept"),
  findings: z.array(QualityFinding).describe("What is off, the farthest first"),
  decision: z
    .object({ kind: z.enum(["released", "dropped"]), by: z.string(), why: z.string(), at: Instant })
    .nullable(),
  accepted_at: Instant,
});

const stateOf = ({ state, decision }: QuarantinedBatch): QuarantineState =>
  state === "quarantined" ? "waiting" : (decision?.kind ?? "noted");

export function quarantinedView(batch: QuarantinedBatch): z.infer<typeof QuarantinedView> {
  const { platform, channel, data_type, source, request_id, run_id, upload_id, part, invalid, bytes } = batch;
  return {
    ...{ id: batch.batch_id, upload_id, part, batch_id: batch.sender_batch_id },
    ...{ platform, channel, data_type, source, request_id, run_id, invalid, bytes },
    rows: batch.received - invalid,
    state: stateOf(batch),
    stored: batch.state === "stored",
    can_release: batch.state === "quarantined" || batch.state === "dropped",
    findings: batch.quality.findings,
    decision: batch.decision,
    accepted_at: batch.accepted_at,
  };
}

export const exampleQuarantined = {
  id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
  upload_id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
  part: 0,
  batch_id: null,
  platform: "boss",
  channel: "web",
  data_type: "job",
  source: "edge",
  request_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
  run_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
  rows: 30,
  invalid: 0,
  bytes: 61_440,
  state: "waiting",
  stored: false,
  can_release: true,
  findings: [
    {
      field: "salary_text",
      kind: "missing",
      rows: 30,
      off: 30,
      expected: 0.02,
      median: null,
      low: null,
      high: null,
    },
  ],
  decision: null,
  accepted_at: EXAMPLE_NOW - 120_000,
} satisfies z.input<typeof QuarantinedView>;

/** What a person says about one or many batches. */
export const Decision = z.strictObject({
  ids: z.array(z.string().min(1).max(200)).min(1).max(200),
  why: z
    .string()
    .trim()
    .min(1, "is empty")
    .max(500)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "holds control characters")
    .describe("The reason, for the record"),
});
