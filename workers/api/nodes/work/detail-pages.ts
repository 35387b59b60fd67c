import { createRoute } from "@hono/zod-openapi";
import type { PageName } from "../../../../shared/contracts/keyword-ledger.ts";
import { DetailPagesAnswer, DetailPagesRequest } from "../../../../shared/contracts/node-api.ts";
import { ApiError } from "../../../../shared/errors/codes.ts";
import { DAY_MS } from "../../../../shared/time.ts";
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

/** When a node asks again for a page that its run does not have to fetch, milliseconds. */
const NOT_PENDING_MS = 1000;

/** The page that a node claims or marks as known: others wait for it or go without it, so it must be its run's. */
const pageOf = (step: DetailPagesRequest): PageName | undefined =>
  step.op === "begin" || step.op === "finish" ? { type: step.type, key: step.page.key } : undefined;

export const stepDetailPages = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const step = c.req.valid("json");
    const { platform, ledger, holding } = await heldWork(c, params, step.fence, pageOf(step));
    const { keyword_id } = params;
    const { pageFetches, clock, config } = c.get("services");
    const now = clock.now();
    const hash = holding.pending_hash ?? null;
    switch (step.op) {
      case "wanted":
        return ok(c, { wanted: await pageFetches.wanted(platform, step.type, step.pages, now) });
      case "pending": {
        const pending = unwrap(await ledger.pendingPages(keyword_id, step.fence));
        return ok(c, { pending });
      }
      case "begin": {
        // The checkpoint that records the page may still be on the node's disk: the node asks again.
        if (hash === null) return ok(c, { turn: { state: "held", until: now + NOT_PENDING_MS } });
        const until = now + config.LEASE_MS;
        const page = { key: step.page.key, hash };
        return ok(c, { turn: await pageFetches.begin(platform, step.type, page, keyword_id, now, until) });
      }
      case "leave":
        await pageFetches.leave(platform, step.type, step.key, keyword_id);
        return ok(c, {});
      case "finish": {
        if (hash === null) throw new ApiError("invalid_state", "the run has no such page to fetch");
        const days = config.platforms[platform].company_days;
        const freshUntil = step.type === "company" ? now + days * DAY_MS : null;
        await pageFetches.finish(platform, step.type, { key: step.page.key, hash }, freshUntil, keyword_id);
        return ok(c, {});
      }
      case "settle":
        unwrap(await ledger.settlePage(keyword_id, step.fence, step.type, step.key, step.end));
        return ok(c, {});
    }
  },
  { machine: true },
);
