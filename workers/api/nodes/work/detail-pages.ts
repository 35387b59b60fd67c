import { createRoute } from "@hono/zod-openapi";
import { DetailPagesAnswer, DetailPagesRequest } from "../../../../shared/contracts/node-api.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { jsonBody } from "../../http/json-body.ts";
import { unwrap } from "../../http/unwrap.ts";
import { operation } from "../../operation.ts";
import { heldWork, WorkParams } from "../own-node.ts";

const route = createRoute({
  operationId: "stepDetailPages",
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/detail-pages",
  tags: ["node protocol"],
  summary: "The own pages of postings and employers, each fetched once however many searches show it",
  request: {
    params: WorkParams,
    body: jsonBody(DetailPagesRequest, {
      op: "wanted",
      fence: 12,
      type: "job_detail",
      pages: [{ key: "153000001", hash: "0f343b0931126a20" }],
    }),
  },
  responses: {
    200: okResponse("By the step asked for", DetailPagesAnswer, { wanted: [true] }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const stepDetailPages = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const step = c.req.valid("json");
    const { platform, ledger } = await heldWork(c, params, step.fence);
    const { keyword_id } = params;
    const { pageFetches, clock, config } = c.get("services");
    const now = clock.now();
    switch (step.op) {
      case "wanted":
        return ok(c, { wanted: await pageFetches.wanted(platform, step.type, step.pages, now) });
      case "pending": {
        const pending = unwrap(await ledger.pendingPages(keyword_id, step.fence));
        return ok(c, { pending });
      }
      case "begin": {
        const until = now + config.LEASE_MS;
        return ok(c, {
          turn: await pageFetches.begin(platform, step.type, step.page, keyword_id, now, until),
        });
      }
      case "leave":
        await pageFetches.leave(platform, step.type, step.key, keyword_id);
        return ok(c, {});
      case "finish":
        await pageFetches.finish(platform, step.type, step.page, step.fresh_until);
        return ok(c, {});
      case "settle":
        unwrap(await ledger.settlePage(keyword_id, step.fence, step.type, step.key, step.end));
        return ok(c, {});
    }
  },
  { machine: true },
);
