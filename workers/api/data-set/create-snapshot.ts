import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { created, createdResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "createSnapshot",
  method: "post",
  path: "/api/v1/data-set/snapshots",
  tags: ["data set"],
  summary: "Publish today's snapshot now; the weekly one comes by itself",
  responses: {
    201: createdResponse("Begun", z.object({ day: z.iso.date() }), { day: "2026-11-23" }),
    ...errorResponses(409, 413),
  },
});

export const createSnapshot = operation("exports:write", route, async (c) => {
  const day = await c.get("services").dataSet.start(actorOf(c));
  if (day === null) throw new ApiError("conflict", "there is a snapshot of today already");
  audit(c, { action: "data-set.create", record: `data-set:${day}` });
  return created(c, { day });
});
