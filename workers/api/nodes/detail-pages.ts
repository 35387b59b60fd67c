import { createRoute } from "@hono/zod-openapi";
import { DetailPagesAnswer, DetailPagesRequest } from "../../../shared/contracts/node-api.ts";
import { pendingToWire } from "../../../shared/crawl/node-wire.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { unwrap } from "../keywords/find-ledger.ts";
import { heldWork } from "./own-node.ts";
import { WorkParams } from "./work-params.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/detail-pages",
  tags: ["node protocol"],
  summary: "The own pages of postings and employers, each fetched once however many searches show it",
  request: { params: WorkParams, body: body(DetailPagesRequest) },
  responses: {
    200: answer("By the step asked for", DetailPagesAnswer),
    ...errors(400, 404, 409, 413, 415, 422),
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
        return ok(c, { pending: pending.map(pendingToWire) });
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
