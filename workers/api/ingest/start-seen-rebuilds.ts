import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, good } from "../http/answers.ts";
import { audit, operation, principalOf } from "../http/context.ts";
import { SeenRebuildList, SeenType, seenRebuildView } from "./seen-rebuild-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/ingest/seen-rebuilds",
  tags: ["ingest"],
  summary:
    "Rebuild SeenIndex from ClickHouse, of one platform and type or of all; it goes on in the background",
  request: {
    body: body(
      z.strictObject({
        platform: Platform.optional().describe("All platforms when left out"),
        type: SeenType.optional(),
      }),
    ),
  },
  responses: {
    202: answer("The rebuilds; one that still runs goes on where it is", SeenRebuildList),
    ...errors(400, 413, 415, 422),
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
  return c.json(good(c, { items }, "accepted"), 202);
});
