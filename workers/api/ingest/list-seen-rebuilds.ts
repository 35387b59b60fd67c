import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { SeenRebuildList, seenRebuildView } from "./seen-rebuild-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/ingest/seen-rebuilds",
  tags: ["ingest"],
  summary: "Rebuilds of SeenIndex, the last one of each platform and type, with their progress",
  responses: { 200: answer("The rebuilds", SeenRebuildList), ...errors() },
});

export const listSeenRebuilds = operation("read", route, async (c) => {
  const rebuilds = await c.get("services").seenRebuilds.list();
  return ok(c, { items: rebuilds.map(seenRebuildView) });
});
