import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import type { BlobInfo, BlobStore } from "../../../shared/storage.ts";
import { FAILED_PAGES_PREFIX } from "../../crawl/failed-page.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";

const FailedPage = z.object({
  key: z.string().describe("GET /failed-pages/{key} downloads it; its slashes may stay as they are"),
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
  request: {
    query: z.strictObject({
      platform: Platform.optional(),
      limit: limitParam(1000, 100),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse(
      "A page of the kept pages; with a platform it may hold fewer than the limit, or none, and go on",
      pageOf(FailedPage),
      {
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
      },
    ),
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

/** Limit of the calls to the store that one request makes; each lists up to 1000 keys. */
const MAX_LISTS = 5;

/**
 * Reads on until the page is full, the store is at its end, or the calls are used up.
 * @returns the blobs, and the key that the next page begins after; null at the end
 */
async function readPage(
  store: Pick<BlobStore, "list">,
  { limit, after }: { limit: number; after: string | undefined },
  isWanted: (blob: BlobInfo) => boolean,
): Promise<{ found: BlobInfo[]; next: string | null }> {
  const found: BlobInfo[] = [];
  let from = after;
  for (let calls = 0; calls < MAX_LISTS; calls++) {
    const { blobs, cursor: next } = await store.list(FAILED_PAGES_PREFIX, from);
    for (const [at, blob] of blobs.entries()) {
      if (!isWanted(blob)) continue;
      found.push(blob);
      if (found.length < limit) continue;
      return { found, next: next === null && at === blobs.length - 1 ? null : blob.key };
    }
    if (next === null) return { found, next: null };
    from = next;
  }
  return { found, next: from ?? null };
}

const cursor = cursorOf("failed-pages", z.string().startsWith(FAILED_PAGES_PREFIX));

export const listFailedPages = operation("read", route, async (c) => {
  const { platform, limit, cursor: position } = c.req.valid("query");
  const { found, next } = await readPage(
    c.get("services").store,
    { limit, after: cursor.decode(position) },
    ({ metadata }) => platform === undefined || metadata.platform === platform,
  );
  const items = found.map(({ key, size, uploadedAt, metadata }) => ({
    key,
    bytes: size,
    kept_at: uploadedAt,
    metadata: "reason" in metadata ? { ...metadata, reason: readable(metadata.reason) } : metadata,
  }));
  return ok(c, { items, next_cursor: next === null ? null : cursor.encode(next) });
});
