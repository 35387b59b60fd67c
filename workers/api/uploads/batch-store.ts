import { createRoute } from "@hono/zod-openapi";
import { envelope, ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleAcceptedCounts, exampleUploadCounts } from "./examples.ts";
import { receiveUploadRequest, senderOf, UploadCounts, uploadCounts, uploadRequest } from "./upload-view.ts";

/** Shorter than the usual timeout of callers and proxies. */
const MAX_WAIT_MS = 25_000;
/** Maximum wait per call of the ledger. */
const ROUND_MS = 5000;

const route = createRoute({
  operationId: "storeBatch",
  method: "post",
  path: "/api/v1/universal/data/batch-store",
  tags: ["uploads"],
  summary: "Store rows; waits for ClickHouse and answers what became of them",
  ...uploadRequest,
  responses: {
    200: okResponse("In ClickHouse", UploadCounts, exampleUploadCounts),
    202: okResponse("Durable; ClickHouse has not taken it within 25 s", UploadCounts, exampleAcceptedCounts),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const storeBatch = operation(
  "ingest:write",
  route,
  async (c) => {
    const { uploads, clock } = c.get("services");
    const received = await receiveUploadRequest(c, c.req.valid("query"), true);
    const until = clock.now() + MAX_WAIT_MS;
    let { receipt } = received;
    const { name } = senderOf(c);
    while (receipt.state === "accepted" && clock.now() < until) {
      receipt = (await uploads.wait(name, receipt.upload_id, ROUND_MS)) ?? receipt;
    }
    const counts = uploadCounts({ ...received, receipt });
    return receipt.state === "accepted" ? c.json(envelope(c, counts, "accepted"), 202) : ok(c, counts);
  },
  { machine: true, ownBody: true },
);
