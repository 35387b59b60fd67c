import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../../shared/errors/codes.ts";
import { errors } from "../../answers.ts";
import { operation } from "../../context.ts";
import { KEPT_PAGES } from "../../kept-pages.ts";

/** Nothing but kept pages can be read: the spool lies in the same store. */
const Key = z
  .string()
  .max(1024)
  .refine(
    (key) => key.startsWith(KEPT_PAGES) && !/(^|\/)\.{1,2}(\/|$)|\p{Cc}/u.test(key),
    `is not a key below ${KEPT_PAGES}`,
  );

const route = createRoute({
  method: "get",
  path: "/api/v1/failed-pages/{key}",
  tags: ["failed pages"],
  summary: "Download a kept page as plain text; the key's slashes are percent-encoded",
  request: { params: z.object({ key: Key }) },
  responses: {
    200: { description: "The page as it came", content: { "text/plain": { schema: z.string() } } },
    ...errors(404, 422),
  },
});

/** Plain text, never sniffed, sandboxed and saved instead of shown: a foreign page must not run on our origin. */
export const downloadFailedPage = operation(route, async (c) => {
  const { key } = c.req.valid("param");
  const text = await c.get("services").store.getText(key);
  if (text === null) throw new ApiError("not_found", "no such kept page");
  const name = `${key.slice(KEPT_PAGES.length).replace(/[^\w.-]+/g, "_")}.txt`;
  return c.text(text, 200, {
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
  });
});
