import { createRoute } from "@hono/zod-openapi";
import { envelope, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleAcceptedCounts } from "./examples.ts";
import { receiveUploadRequest, UploadCounts, uploadCounts, uploadRequest } from "./upload-view.ts";

const route = createRoute({
  operationId: "storeBatchAsync",
  method: "post",
  path: "/api/v1/universal/data/batch-store-async",
  tags: ["uploads"],
  summary: "Store rows; answers as soon as they are durable",
  ...uploadRequest,
  responses: {
    202: okResponse("Durable, on its way into ClickHouse", UploadCounts, exampleAcceptedCounts),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const storeBatchAsync = operation(
  "ingest:write",
  route,
  async (c) => {
    const received = await receiveUploadRequest(c, c.req.valid("query"), false);
    return c.json(envelope(c, uploadCounts(received), "accepted"), 202);
  },
  { machine: true, ownBody: true },
);
