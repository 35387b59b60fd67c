import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { BlobKeyError, keySegments } from "../../../shared/storage-key.ts";
import { FAILED_PAGES_PREFIX } from "../../crawl/failed-page.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

function isFailedPage(key: string): boolean {
  try {
    // `keySegments` refuses `.` and `..`, so no key leads out of the prefix.
    return key.startsWith(FAILED_PAGES_PREFIX) && keySegments(key).length > 1;
  } catch (error) {
    if (error instanceof BlobKeyError) return false;
    throw error;
  }
}

/** Only failed pages may be read: the spool lies in the same bucket. */
const Key = z.string().refine(isFailedPage, `is not a key below ${FAILED_PAGES_PREFIX}`);

const EXAMPLE_PAGE = "<html><body>访问验证</body></html>";

const route = createRoute({
  operationId: "downloadFailedPage",
  method: "get",
  path: "/api/v1/failed-pages/{key}",
  tags: ["failed pages"],
  summary:
    "Download a kept page as plain text, or a screenshot; the key's slashes may be percent-encoded or not",
  request: { params: z.object({ key: Key }) },
  responses: {
    200: {
      description: "The page as it came, or the screenshot",
      content: {
        "text/plain": { schema: z.string(), example: EXAMPLE_PAGE },
        "image/png": { schema: z.string().openapi({ format: "binary" }), example: EXAMPLE_PAGE },
      },
    },
    ...errorResponses(403, 404, 422),
  },
});

/**
 * The answer is plain text, never sniffed, sandboxed and sent as an attachment: a foreign page must not run
 * on our origin.
 */
export const downloadFailedPage = operation("read", route, async (c) => {
  const { key } = c.req.valid("param");
  // A page is stored as the site sent it and can't be masked.
  if (!principalOf(c).seesRecruiters)
    throw new ApiError("forbidden", "kept pages may name recruiters, whom your roles do not show you");
  const { store } = c.get("services");
  const gone = new ApiError("not_found", "no such kept page");
  const file = key.slice(FAILED_PAGES_PREFIX.length).replace(/[^\w.-]+/g, "_");
  if (key.endsWith(".png")) {
    const png = await store.getBytes(key);
    if (png === null) throw gone;
    return c.body(png as Uint8Array<ArrayBuffer>, 200, {
      "content-type": "image/png",
      "content-disposition": `attachment; filename="${file}"`,
    });
  }
  const text = await store.getText(key);
  if (text === null) throw gone;
  const name = `${file}.txt`;
  return c.text(text, 200, {
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
  });
});
