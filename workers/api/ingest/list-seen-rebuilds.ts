import { createRoute } from "@hono/zod-openapi";
import type { SeenRebuild } from "../../db/seen-schema.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { exampleSeenRebuild } from "./examples.ts";
import { SeenRebuildView, seenRebuildView } from "./seen-rebuild-view.ts";

const route = createRoute({
  operationId: "listSeenRebuilds",
  method: "get",
  path: "/api/v1/ingest/seen-rebuilds",
  tags: ["ingest"],
  summary: "Rebuilds of SeenIndex, the last one of each platform and type, with their progress",
  request: { query: WholeListQuery },
  responses: {
    200: okResponse("A page of the rebuilds", pageOf(SeenRebuildView), {
      items: [
        exampleSeenRebuild,
        {
          ...exampleSeenRebuild,
          type: "employer",
          state: "finished",
          restored: 31_204,
          index_keys: 31_204,
          finished_at: exampleSeenRebuild.updated_at,
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("seen-rebuilds", ({ platform, type }: SeenRebuild) => `${platform}:${type}`);

export const listSeenRebuilds = operation("read", route, async (c) => {
  const rebuilds = await c.get("services").seenRebuilds.list();
  const { items, next_cursor } = list.page(rebuilds, c.req.valid("query"));
  return ok(c, { items: items.map(seenRebuildView), next_cursor });
});
