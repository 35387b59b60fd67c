import { createRoute } from "@hono/zod-openapi";
import { ProgressAnswer, ProgressRequest } from "../../../../shared/contracts/node-api.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { jsonBody } from "../../http/json-body.ts";
import { unwrap } from "../../http/unwrap.ts";
import { EXAMPLE_NOW } from "../../openapi/example.ts";
import { operation } from "../../operation.ts";
import { senderOf } from "../../uploads/upload-view.ts";
import { exampleRun } from "../examples.ts";
import { heldWork, WorkParams } from "../own-node.ts";
import { runForNode } from "./run-for-node.ts";
import { withStoredRows } from "./stored-rows.ts";

const route = createRoute({
  operationId: "saveProgress",
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/progress",
  tags: ["node protocol"],
  summary: "Pages whose rows were accepted: the checkpoint moves over them",
  request: {
    params: WorkParams,
    body: jsonBody(ProgressRequest, {
      fence: 12,
      pages: [
        {
          part: 0,
          page: 8,
          reported: 312,
          rows: 2,
          invalid: 0,
          keys: ["153000001", "153000002"],
          fresh: null,
          last: false,
          outcome: "ok",
          batch_id: "5f0d4c6e-1a2b-4c3d-8e4f-5a6b7c8d9e0f",
        },
      ],
    }),
  },
  responses: {
    200: okResponse("The run after them", ProgressAnswer, {
      lease_until: EXAMPLE_NOW + 60_000,
      run: exampleRun,
      stale_pages: 0,
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const saveProgress = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, pages } = c.req.valid("json");
    const { ledger, platform, holding } = await heldWork(c, params, fence);
    const { uploads, clock } = c.get("services");
    const lease = { sender: senderOf(c).name, platform, runId: holding.run_id, fence };
    const stored = await withStoredRows(uploads, lease, pages, clock.now());
    const saved = unwrap(await ledger.saveProgress(params.keyword_id, fence, stored));
    return ok(c, {
      lease_until: saved.lease_until,
      run: runForNode(saved.run),
      stale_pages: saved.stale_pages,
    });
  },
  { machine: true },
);
