import { createRoute } from "@hono/zod-openapi";
import { answer, errors, good } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { takeUpload, UploadCounts, uploadCounts, uploadRequest } from "./upload-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/universal/data/batch-store-async",
  tags: ["uploads"],
  summary: "Store rows; answers as soon as they are durable",
  ...uploadRequest,
  responses: {
    202: answer("Durable, on its way into ClickHouse", UploadCounts),
    ...errors(400, 404, 409, 413, 415, 422),
  },
});

export const storeBatchAsync = operation(
  "ingest:write",
  route,
  async (c) => {
    const received = await takeUpload(c, c.req.valid("query"), false);
    return c.json(good(c, uploadCounts(received), "accepted"), 202);
  },
  { machine: true, ownBody: true },
);
