import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { exampleSnapshot, SnapshotView, snapshotView } from "./snapshot-view.ts";

const route = createRoute({
  operationId: "listSnapshots",
  method: "get",
  path: "/api/v1/data-set/snapshots",
  tags: ["data set"],
  summary: "Snapshots of the published data set, newest first, with what changed since the one before",
  request: { query: WholeListQuery },
  responses: {
    200: okResponse("A page of the snapshots", pageOf(SnapshotView), {
      items: [exampleSnapshot],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("snapshots", ({ day }: { day: string }) => day);

export const listSnapshots = operation("read", route, async (c) => {
  const snapshots = await c.get("services").dataSet.list();
  return ok(c, list.page(snapshots.map(snapshotView), c.req.valid("query")));
});
