import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { envelope, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleSeenRebuild } from "./examples.ts";
import { SeenRebuildList, SeenType, seenRebuildView } from "./seen-rebuild-view.ts";

const route = createRoute({
  operationId: "startSeenRebuilds",
  method: "post",
  path: "/api/v1/ingest/seen-rebuilds",
  tags: ["ingest"],
  summary:
    "Rebuild SeenIndex from ClickHouse, of one platform and type or of all; it goes on in the background",
  request: {
    body: jsonBody(
      z.strictObject({
        platform: Platform.optional().describe("All platforms when left out"),
        type: SeenType.optional(),
      }),
      { platform: "boss", type: "job" },
    ),
  },
  responses: {
    202: okResponse("The rebuilds; one that still runs goes on where it is", SeenRebuildList, {
      items: [{ ...exampleSeenRebuild, restored: 0, updated_at: exampleSeenRebuild.requested_at }],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const startSeenRebuilds = operation("ingest:manage", route, async (c) => {
  const filter = c.req.valid("json");
  const rebuilds = await c.get("services").seenRebuilds.start(filter, principalOf(c).label);
  const items = rebuilds.map(seenRebuildView);
  audit(c, {
    action: "seen-index.rebuild",
    record: `seen-index:${filter.platform ?? "*"}:${filter.type ?? "*"}`,
    after: items.map(({ platform, type, requested_at }) => ({ platform, type, requested_at })),
  });
  return c.json(envelope(c, { items }, "accepted"), 202);
});
