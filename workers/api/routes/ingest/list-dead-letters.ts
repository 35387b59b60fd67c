import { createRoute, z } from "@hono/zod-openapi";
import { Channel, DataType, Platform } from "../../../../shared/contracts/platform.ts";
import { answer, errors, Instant, ok, pageOf } from "../../answers.ts";
import { operation } from "../../context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../../cursor.ts";

const count = z.number().int();

const DeadLetter = z.object({
  id: z.string().describe("Id of the batch"),
  platform: Platform,
  channel: Channel,
  data_type: DataType,
  source: z.string().describe("`edge`, or the node's id"),
  request_id: z.string().describe("Request that brought it"),
  run_id: z.string().nullable(),
  bytes: count,
  received: count,
  invalid: count,
  problems: z.array(z.object({ index: count, field: z.string(), reason: z.string() })),
  attempts: count.describe("Times ClickHouse refused it"),
  error: z.string().nullable(),
  accepted_at: Instant,
  dead_at: Instant.nullable(),
});

const route = createRoute({
  method: "get",
  path: "/api/v1/ingest/dead-letters",
  tags: ["ingest"],
  summary: "Batches that ClickHouse refused for their data, newest first",
  request: { query: z.strictObject({ limit: limitParam(200, 50), cursor: cursorParam }) },
  responses: { 200: answer("A page of dead letters", pageOf(DeadLetter)), ...errors(400, 422) },
});

const cursor = cursorOf("dead-letters", z.number().int().nonnegative());

export const listDeadLetters = operation("read", route, async (c) => {
  const { limit, cursor: before } = c.req.valid("query");
  const letters = await c.get("services").ingest.listDead(limit + 1, cursor.decode(before));
  const page = toPage(letters, limit, (last) => cursor.encode(last.seq));
  const items = page.items.map((letter) => ({
    id: letter.batchId,
    platform: letter.platform,
    channel: letter.channel,
    data_type: letter.dataType,
    source: letter.source,
    request_id: letter.requestId,
    run_id: letter.runId,
    bytes: letter.bytes,
    received: letter.received,
    invalid: letter.invalid,
    problems: letter.problems,
    attempts: letter.attempts,
    error: letter.error,
    accepted_at: letter.acceptedAt,
    dead_at: letter.settledAt,
  }));
  return ok(c, { items, next_cursor: page.next_cursor });
});
