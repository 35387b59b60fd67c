import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleUploadCounts } from "./examples.ts";
import { countsOf, idsOf, Receipt, rowsOf, senderOf } from "./upload-view.ts";

const { problems: _, replayed: __, ignored: ___, ...exampleReceipt } = exampleUploadCounts;

const route = createRoute({
  operationId: "showBatch",
  method: "get",
  path: "/api/v1/universal/data/batches/{id}",
  tags: ["uploads"],
  summary: "Receipt of one's own upload: its state, and what became of each row",
  request: {
    params: z.object({ id: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, "is not an id of an upload") }),
    query: z.strictObject({ limit: limitParam(10_000, 1000), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("The receipt", Receipt, {
      ...exampleReceipt,
      platform: "qcwy",
      channel: "web",
      data_type: "job",
      source: "node:crawler-1",
      accepted_at: EXAMPLE_NOW - 5000,
      settled_at: EXAMPLE_NOW,
      error: null,
      rows: [
        { index: 0, result: "stored", change: "new", field: null, reason: null },
        { index: 1, result: "unchanged", change: null, field: null, reason: null },
        { index: 2, result: "rejected", change: null, field: "jobId", reason: "is missing" },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 404, 422),
  },
});

const cursor = cursorOf("upload-rows", z.number().int().nonnegative());

export const showBatch = operation(
  "ingest:write",
  route,
  async (c) => {
    const { id } = c.req.valid("param");
    const { limit, cursor: after } = c.req.valid("query");
    const receipt = await c.get("services").uploads.receipt(senderOf(c).name, id);
    const first = receipt?.parts[0];
    if (!receipt || !first) throw new ApiError("not_found", `no upload ${id} of yours`);
    const from = (cursor.decode(after) ?? -1) + 1;
    const page = toPage(rowsOf(receipt).slice(from, from + limit + 1), limit, (last) =>
      cursor.encode(last.index),
    );
    const settled = receipt.parts.map(({ settled_at: settledAt }) => settledAt);
    return ok(c, {
      ...idsOf(receipt),
      state: receipt.state,
      ...countsOf(receipt),
      platform: first.platform,
      channel: first.channel,
      data_type: first.data_type,
      source: first.source,
      accepted_at: first.accepted_at,
      settled_at: settled.includes(null) ? null : Math.max(...settled.map((at) => at ?? 0)),
      error: receipt.parts.find(({ error }) => error !== null)?.error ?? null,
      rows: page.items,
      next_cursor: page.next_cursor,
    });
  },
  { machine: true },
);
