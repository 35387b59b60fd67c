import { createRoute } from "@hono/zod-openapi";
import { ProgressAnswer, ProgressRequest } from "../../../shared/contracts/node-api.ts";
import { pageFromWire } from "../../../shared/crawl/node-wire.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { unwrap } from "../keywords/find-ledger.ts";
import { heldWork } from "./own-node.ts";
import { WorkParams } from "./work-params.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/progress",
  tags: ["node protocol"],
  summary: "Pages whose rows were accepted: the checkpoint moves over them",
  request: { params: WorkParams, body: body(ProgressRequest) },
  responses: { 200: answer("The run after them", ProgressAnswer), ...errors(400, 404, 409, 413, 415, 422) },
});

export const saveProgress = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, pages } = c.req.valid("json");
    const { ledger } = await heldWork(c, params, fence);
    const saved = unwrap(await ledger.saveProgress(params.keyword_id, fence, pages.map(pageFromWire)));
    return ok(c, { lease_until: saved.leaseUntil, run: saved.run, stale_pages: saved.stalePages });
  },
  { machine: true },
);
