import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleSnapshot, SnapshotView, snapshotView } from "./snapshot-view.ts";

const route = createRoute({
  operationId: "listSnapshots",
  method: "get",
  path: "/api/v1/data-set/snapshots",
  tags: ["data set"],
  summary: "Snapshots of the published data set, newest first, with what changed since the one before",
  responses: {
    200: okResponse("The snapshots", z.object({ items: z.array(SnapshotView) }), {
      items: [exampleSnapshot],
    }),
    ...errorResponses(),
  },
});

export const listSnapshots = operation("read", route, async (c) => {
  const snapshots = await c.get("services").dataSet.list();
  return ok(c, { items: snapshots.map(snapshotView) });
});
