import { createRoute } from "@hono/zod-openapi";
import {
  FailedPageAnswer,
  FailedPageQuery,
  MAX_FAILED_PAGE_BYTES,
  MAX_SCREENSHOT_BYTES,
} from "../../../../shared/contracts/node-api.ts";
import { errorAbout } from "../../../../shared/errors/validation.ts";
import { storeFailedPage as storePage, storeScreenshot } from "../../../crawl/failed-page.ts";
import { created, createdResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { mediaTypeOf } from "../../http/media-type.ts";
import { operation } from "../../operation.ts";
import { heldWork, WorkParams } from "../own-node.ts";
import { readSmallBody } from "./small-body.ts";

const route = createRoute({
  operationId: "storeFailedPage",
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/failed-pages",
  tags: ["node protocol"],
  summary: "Keep what a site sent for a person: text/html, application/json, or image/png of a browser",
  request: { params: WorkParams, query: FailedPageQuery },
  requestBody: {
    required: true,
    content: {
      "text/html": { schema: { type: "string" as const }, example: "<html>…</html>" },
      "image/png": { schema: { type: "string" as const, format: "binary" }, example: "<html>…</html>" },
    },
  },
  responses: {
    201: createdResponse("Kept for 14 days", FailedPageAnswer, {
      key: "kept-pages/2026-11-22/qcwy/7b1f0c52-lease12.html",
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const storeFailedPage = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, page, status, outcome, reason } = c.req.valid("query");
    const type = mediaTypeOf(c.req.header("content-type"));
    const { platform, holding } = await heldWork(c, params, fence);
    const { store, clock } = c.get("services");
    const claim = { platform, run_id: holding.run_id, keyword_id: params.keyword_id, node_fence: fence };
    if (type === "image/png") {
      const png = await readSmallBody(c, MAX_SCREENSHOT_BYTES, "a screenshot");
      return created(c, { key: await storeScreenshot(store, clock.now(), claim, page, png) });
    }
    if (type !== "text/html" && type !== "application/json") {
      const wrong = "is not text/html, application/json or image/png";
      throw errorAbout("unsupported_media_type", "content-type", wrong);
    }
    const bytes = await readSmallBody(c, MAX_FAILED_PAGE_BYTES, "a failed page");
    const answered = { status, headers: {}, body: new TextDecoder().decode(bytes) };
    return created(c, {
      key: await storePage(store, clock.now(), claim, page, answered, { outcome, reason }),
    });
  },
  { machine: true, ownBody: true },
);
