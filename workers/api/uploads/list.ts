import { createRoute, z } from "@hono/zod-openapi";
import type { UploadSender } from "../../uploads/create-uploads.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Search } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";

const count = z.number().int();

const Sender = z.object({
  ip: z.string(),
  source: z.string().describe("`node:` or `user:` and who sent it"),
  last_upload_at: Instant,
  uploads: count.describe("Requests with rows, however many parts each was cut into"),
  rows: count.describe("Usable rows"),
  invalid: count,
  bytes: count,
  windows: z
    .array(z.object({ at: Instant, uploads: count, rows: count }))
    .describe("Ten minutes each, in order; those without uploads are left out"),
});

const route = createRoute({
  operationId: "listUploads",
  method: "get",
  path: "/api/v1/uploads",
  tags: ["uploads"],
  summary: "Who uploaded how much in the last 24 hours, by address and sender",
  request: {
    query: z.strictObject({
      ip: Search.optional(),
      source: Search.optional(),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of senders", pageOf(Sender), {
      items: [
        {
          ip: "192.0.2.7",
          source: "node:2f0e6a63-8a3f-4a4e-9d0c-5a1b7c9e4f10",
          last_upload_at: EXAMPLE_NOW - 4000,
          uploads: 144,
          rows: 43_200,
          invalid: 12,
          bytes: 92_000_000,
          windows: [{ at: EXAMPLE_NOW - 600_000, uploads: 2, rows: 600 }],
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("uploads", z.tuple([z.string(), z.string()]));

const view = (sender: UploadSender): z.infer<typeof Sender> => ({
  ip: sender.ip,
  source: sender.source,
  last_upload_at: sender.last_at,
  uploads: sender.uploads,
  rows: sender.rows,
  invalid: sender.invalid,
  bytes: sender.bytes,
  windows: sender.ats.map((at, index) => ({
    at,
    uploads: sender.uploads_by_window[index] ?? 0,
    rows: sender.rows_by_window[index] ?? 0,
  })),
});

export const listUploads = operation("read", route, async (c) => {
  const { limit, cursor: after, ...filter } = c.req.valid("query");
  const rows = await c.get("services").uploadWatch.senders(filter, limit + 1, cursor.decode(after));
  const page = toPage(rows, limit, ({ ip, source }) => cursor.encode([ip, source]));
  return ok(c, { ...page, items: page.items.map(view) });
});
