import { createRoute, z } from "@hono/zod-openapi";
import { UPLOAD_CONDITIONS } from "../../../shared/domain/upload-watch.ts";
import type { UploadFinding } from "../../db/watch-schema.ts";
import { positionOf } from "../../uploads/finding-store.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Search } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";

const Kind = z.enum(UPLOAD_CONDITIONS);

const Finding = z.object({
  id: z.uuid(),
  kind: Kind,
  ip: z.string(),
  source: z.string().describe("Who uploaded from there last"),
  expected: z.number().describe("Rows that ten minutes have as a rule; 0 for a new address"),
  seen: z.number().int().describe("Rows of the window in which it was found"),
  window_at: Instant.describe("Begin of that window"),
  found_at: Instant,
  ended_at: Instant.nullable().describe("Null while it lasts"),
});

const route = createRoute({
  operationId: "listUploadFindings",
  method: "get",
  path: "/api/v1/upload-findings",
  tags: ["uploads"],
  summary: "Addresses that upload otherwise than they used to: those that still do first, then the newest",
  request: {
    query: z.strictObject({
      ip: Search.optional(),
      kind: Kind.optional(),
      state: z.enum(["open", "ended"]).optional(),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of findings", pageOf(Finding), {
      items: [
        {
          id: "6a1c9b52-3b5e-4a0f-8a57-0e9d2c4b7f31",
          kind: "silent",
          ip: "192.0.2.7",
          source: "node:2f0e6a63-8a3f-4a4e-9d0c-5a1b7c9e4f10",
          expected: 600,
          seen: 0,
          window_at: EXAMPLE_NOW - 600_000,
          found_at: EXAMPLE_NOW + 180_000,
          ended_at: null,
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf(
  "upload-findings",
  z.tuple([z.union([z.literal(0), z.literal(1)]), z.number().int(), z.uuid()]),
);

const view = (finding: UploadFinding): z.infer<typeof Finding> => ({
  id: finding.id,
  kind: finding.kind,
  ip: finding.ip,
  source: finding.source,
  expected: finding.expected,
  seen: finding.seen,
  window_at: finding.windowAt,
  found_at: finding.foundAt,
  ended_at: finding.endedAt,
});

export const listUploadFindings = operation("read", route, async (c) => {
  const { ip, kind, state, limit, cursor: after } = c.req.valid("query");
  const filter = { ip, kind, open: state && state === "open" };
  const rows = await c.get("services").uploadWatch.findings(filter, limit + 1, cursor.decode(after));
  const page = toPage(rows, limit, (last) => cursor.encode(positionOf(last)));
  return ok(c, { ...page, items: page.items.map(view) });
});
