/** Uploads as the API takes and shows them. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { UploadReceipt } from "../../../shared/contracts/ingest-ledger.ts";
import { DATA_TYPES } from "../../../shared/contracts/platform.ts";
import { CHANNELS, PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { listProblems } from "../../../shared/domain/problem-groups.ts";
import { unpackLetters } from "../../../shared/domain/run-length.ts";
import { errorAbout, problemsOf, validationError } from "../../../shared/errors/validation.ts";
import { withUploadSlot } from "../../ingest/upload/admission.ts";
import { EnvelopeQuery, envelopeOfQuery, SenderBatchId } from "../../ingest/upload/envelope.ts";
import { isGzip, MAX_UPLOAD_BYTES, MAX_UPLOAD_ROWS, tooLarge } from "../../ingest/upload/read-body.ts";
import type { Received, Sender } from "../../ingest/upload/upload-request.ts";
import { Instant } from "../http/answers.ts";
import { type ApiEnv, clientIp, principalOf } from "../http/context.ts";

const count = z.number().int();

const UPLOAD_STATES = ["accepted", "stored", "dead", "discarded", "quarantined", "dropped"] as const;

export const Problem = z.object({
  index: count.describe("Row, from 0"),
  line: count.optional().describe("Its line in an NDJSON body, from 1"),
  field: z.string(),
  reason: z.string(),
});

export const UploadCounts = z.object({
  upload_id: z.string().describe("Made here; rows, pushes and dead letters carry it"),
  batch_id: z.string().describe("As the sender chose it; without one, the upload_id"),
  state: z
    .enum(UPLOAD_STATES)
    .describe(
      "accepted: durable, on its way; stored: in ClickHouse; quarantined: far off what is usual, a person decides; dropped: a person decided against it",
    ),
  replayed: z.boolean().describe("It was here before; nothing was written again"),
  received: count,
  inserted: count.describe("New postings or companies; known once stored"),
  changed: count.describe("Known ones with other content; stored too"),
  duplicate: count.describe("Known with the same content, or twice in the upload"),
  invalid: count,
  problems: z.array(Problem).describe("The first 20 invalid rows; the receipt has all"),
  ignored: z
    .array(z.string())
    .describe("Members of the body, or query parameters, that mean nothing here: a spelling mistake?"),
});

/** Rows told with the counts. */
const MAX_PROBLEMS = 20;

const allProblems = (receipt: UploadReceipt) =>
  receipt.parts.flatMap(({ offset, problems }) =>
    listProblems(problems).map((problem) => ({ ...problem, index: offset + problem.index })),
  );

const sumOf = (
  receipt: UploadReceipt,
  field: "received" | "inserted" | "changed" | "duplicates" | "invalid",
) => receipt.parts.reduce((sum, part) => sum + part[field], 0);

export const countsOf = (receipt: UploadReceipt) => ({
  received: sumOf(receipt, "received"),
  inserted: sumOf(receipt, "inserted"),
  changed: sumOf(receipt, "changed"),
  duplicate: sumOf(receipt, "duplicates"),
  invalid: sumOf(receipt, "invalid"),
});

export const idsOf = ({ upload_id: uploadId, sender_batch_id: senderBatchId }: UploadReceipt) => ({
  upload_id: uploadId,
  batch_id: senderBatchId ?? uploadId,
});

export const uploadCounts = ({ replayed, receipt, ignored }: Received) => ({
  ...idsOf(receipt),
  state: receipt.state,
  replayed,
  ...countsOf(receipt),
  problems: allProblems(receipt).slice(0, MAX_PROBLEMS),
  ignored,
});

const RESULTS = { n: "stored", c: "stored", u: "unchanged", d: "duplicate" } as const;
const CHANGES = { n: "new", c: "changed" } as const;

const RowReceipt = z.object({
  index: count.describe("Row of the upload, from 0"),
  result: z.enum([
    "stored",
    "unchanged",
    "duplicate",
    "rejected",
    "waiting",
    "dead",
    "discarded",
    "quarantined",
    "dropped",
  ]),
  change: z.enum(["new", "changed"]).nullable().describe("Of a stored row"),
  field: z.string().nullable().describe("Of a rejected row: what is wrong"),
  reason: z.string().nullable(),
  line: count.optional().describe("Of a rejected row of an NDJSON body: its line, from 1"),
});
export type RowReceipt = z.infer<typeof RowReceipt>;

/** What became of each row, in order. */
export function rowsOf(receipt: UploadReceipt): RowReceipt[] {
  return receipt.parts.flatMap((part) => {
    const rejected = new Map(listProblems(part.problems).map((problem) => [problem.index, problem]));
    const letters = part.verdicts === null ? null : unpackLetters(part.verdicts);
    let usable = 0;
    return Array.from({ length: part.received }, (_, row): RowReceipt => {
      const index = part.offset + row;
      const problem = rejected.get(row);
      if (problem) {
        const { index: _, ...why } = problem;
        return { index, result: "rejected", change: null, ...why };
      }
      const letter = letters?.[usable++] as keyof typeof RESULTS | undefined;
      const nothing = { change: null, field: null, reason: null };
      if (letter) {
        const change = letter === "n" || letter === "c" ? CHANGES[letter] : null;
        return { index, result: RESULTS[letter], change, field: null, reason: null };
      }
      const { state } = part;
      const isWaiting = state === "accepted" || state === "frozen" || state === "stored";
      return { index, result: isWaiting ? "waiting" : state, ...nothing };
    });
  });
}

export const Receipt = UploadCounts.omit({ replayed: true, problems: true, ignored: true }).extend({
  platform: z.enum(PLATFORMS),
  channel: z.enum(CHANNELS),
  data_type: z.enum(DATA_TYPES),
  source: z.string().describe("`node:` or `user:` and who sent it"),
  accepted_at: Instant,
  settled_at: Instant.nullable().describe("When the last of it was stored, died or was discarded"),
  error: z.string().nullable().describe("ClickHouse's last refusal"),
  rows: z.array(RowReceipt),
  next_cursor: z.string().nullable(),
});

/** Who sends: a node or a person, each with ids of its own. */
export function senderOf(c: Context<ApiEnv>): Sender {
  const { node, userId, username } = principalOf(c);
  const ip = clientIp(c);
  return node === null
    ? { name: userId, source: `user:${username}`, ip }
    : { name: `node-${node}`, source: `node:${node}`, ip };
}

const JSON_TYPE = /^application\/json\b/i;
const LINES_TYPE = /^application\/(x-)?(ndjson|jsonl|json-lines)\b/i;

function formatOf(contentType: string | undefined): "json" | "ndjson" {
  if (JSON_TYPE.test(contentType ?? "")) return "json";
  if (LINES_TYPE.test(contentType ?? "")) return "ndjson";
  const reason = "is not application/json or application/x-ndjson";
  throw errorAbout("unsupported_media_type", "content-type", reason);
}

/** @throws ApiError for whatever is wrong with it; nothing of it is stored then */
export async function receiveUploadRequest(
  c: Context<ApiEnv>,
  query: z.infer<typeof EnvelopeQuery>,
  urgent: boolean,
): Promise<Received> {
  const format = formatOf(c.req.header("content-type"));
  const gzip = isGzip(c.req.header("content-encoding"));
  if (Number(c.req.header("content-length") ?? 0) > MAX_UPLOAD_BYTES) throw tooLarge();
  const key = c.req.header("idempotency-key") ?? null;
  if (key !== null) {
    const { error } = SenderBatchId.safeParse(key);
    if (error) throw validationError(problemsOf(error, "idempotency-key"));
  }
  const request = {
    body: c.req.raw.body,
    gzip,
    format,
    query: envelopeOfQuery(query),
    idempotencyKey: key,
    sender: senderOf(c),
    requestId: c.get("requestId"),
    urgent,
  };
  return withUploadSlot(request.sender.name, (slot) => c.get("services").uploads.receive(request, slot));
}

const exampleUpload = {
  platform_type: "qcwy",
  channel: "web",
  data_type: "job",
  batch_id: "2026-11-22-0001",
  data_list: [
    { jobId: "153000001", jobName: "Java 工程师", provideSalaryString: "1.5-2万" },
    { jobId: "153000002", jobName: "测试工程师", provideSalaryString: "8千-1.2万" },
    { jobName: "no key" },
  ],
};

/** The request of both routes; its body is read as it comes, not by the validator. */
export const uploadRequest = {
  request: { query: EnvelopeQuery },
  requestBody: {
    required: true,
    description: `At most ${MAX_UPLOAD_ROWS} rows and ${MAX_UPLOAD_BYTES} bytes unpacked; \`Content-Encoding: gzip\` is taken. As application/x-ndjson each line is a row and the other fields are query parameters. \`Idempotency-Key\` or \`batch_id\` makes a re-send free.`,
    content: {
      "application/json": {
        schema: {
          type: "object" as const,
          required: ["platform_type", "data_type", "data_list"],
          properties: {
            platform_type: { type: "string" as const, enum: [...PLATFORMS] },
            channel: { type: "string" as const, enum: [...CHANNELS], default: "web" },
            data_type: { type: "string" as const, enum: [...DATA_TYPES] },
            data_list: {
              type: "array" as const,
              minItems: 1,
              maxItems: MAX_UPLOAD_ROWS,
              items: { type: "object" as const },
              description: "Rows as the platform sent them; best after the other fields",
            },
            check_duplicate: {
              description:
                "true or false, also as 0, 1 or text. Taken for compatibility: duplicates are always removed",
            },
            batch_id: { type: "string" as const, pattern: "^[A-Za-z0-9._-]{1,100}$" },
            collected_at: { type: "integer" as const, description: "Unix time in milliseconds" },
            lease: {
              type: "object" as const,
              description: "Of a crawler node: the keyword the rows come from",
              properties: {
                keyword_id: { type: "string" as const, format: "uuid" },
                fence: { type: "integer" as const },
              },
            },
          },
        },
        example: exampleUpload,
      },
      "application/x-ndjson": { schema: { type: "string" as const }, example: exampleUpload },
    },
  },
};
