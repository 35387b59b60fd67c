import { createRoute, z } from "@hono/zod-openapi";
import { FAILED_PAGES_PREFIX } from "../../crawl/failed-page.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";

const FailedPage = z.object({
  key: z.string().describe("Percent-encode it (slashes too) to download it"),
  bytes: z.number().int(),
  kept_at: Instant,
  metadata: z
    .record(z.string(), z.string())
    .describe("platform, keyword_id, run_id, page, status, outcome, reason"),
});

const route = createRoute({
  operationId: "listFailedPages",
  method: "get",
  path: "/api/v1/failed-pages",
  tags: ["failed pages"],
  summary: "Pages kept because they could not be read, by key",
  request: { query: z.strictObject({ cursor: cursorParam }) },
  responses: {
    200: okResponse("Up to 1000 kept pages", pageOf(FailedPage), {
      items: [
        {
          key: "kept-pages/2026-11-22/boss/7b1f0c52-1795334400000-page3.html",
          bytes: 18_221,
          kept_at: EXAMPLE_NOW,
          metadata: {
            platform: "boss",
            page: "3",
            status: "200",
            outcome: "blocked",
            reason: "verification page",
          },
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

/** The stored reason is percent-encoded and cut to a length, so it may end inside a character. */
function readable(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    const cut = text.lastIndexOf("%");
    return cut < 0 ? text : readable(text.slice(0, cut));
  }
}

const cursor = cursorOf("failed-pages", z.string().startsWith(FAILED_PAGES_PREFIX));

export const listFailedPages = operation("read", route, async (c) => {
  const after = cursor.decode(c.req.valid("query").cursor);
  const { blobs, cursor: next } = await c.get("services").store.list(FAILED_PAGES_PREFIX, after);
  const items = blobs.map(({ key, size, uploadedAt, metadata }) => ({
    key,
    bytes: size,
    kept_at: uploadedAt,
    metadata: "reason" in metadata ? { ...metadata, reason: readable(metadata.reason) } : metadata,
  }));
  return ok(c, { items, next_cursor: next === null ? null : cursor.encode(next) });
});
