import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleSeenRebuild } from "./examples.ts";
import { SeenRebuildList, seenRebuildView } from "./seen-rebuild-view.ts";

const route = createRoute({
  operationId: "listSeenRebuilds",
  method: "get",
  path: "/api/v1/ingest/seen-rebuilds",
  tags: ["ingest"],
  summary: "Rebuilds of SeenIndex, the last one of each platform and type, with their progress",
  responses: {
    200: okResponse("The rebuilds", SeenRebuildList, {
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
    }),
    ...errorResponses(),
  },
});

export const listSeenRebuilds = operation("read", route, async (c) => {
  const rebuilds = await c.get("services").seenRebuilds.list();
  return ok(c, { items: rebuilds.map(seenRebuildView) });
});
