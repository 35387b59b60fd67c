/** A dead letter as the API shows it. */
import { z } from "@hono/zod-openapi";
import type { BatchReceipt } from "../../../shared/contracts/ingest-ledger.ts";
import { listProblems } from "../../../shared/domain/problem-groups.ts";
import { Instant } from "../http/answers.ts";
import { partShape } from "./part-shape.ts";

/** Maximum of problems in this view; the sender's receipt lists all. */
const MAX_PROBLEMS = 20;
const count = z.number().int();

export const DeadLetterView = z.object({
  id: z.string().describe("Of the dead letter"),
  ...partShape,
  bytes: count,
  received: count,
  invalid: count,
  problems: z
    .array(z.object({ index: count, field: z.string(), reason: z.string() }))
    .describe(`The first ${MAX_PROBLEMS} invalid rows`),
  attempts: count.describe("Times ClickHouse refused it"),
  error: z.string().nullable(),
  accepted_at: Instant,
  dead_at: Instant.nullable(),
});

export const deadLetterView = (letter: BatchReceipt): z.infer<typeof DeadLetterView> =>
  DeadLetterView.parse({
    ...letter,
    id: letter.batch_id,
    batch_id: letter.sender_batch_id,
    problems: listProblems(letter.problems).slice(0, MAX_PROBLEMS),
    dead_at: letter.settled_at,
  });
