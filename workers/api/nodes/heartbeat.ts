import { createRoute } from "@hono/zod-openapi";
import { Heartbeat, HeartbeatAnswer } from "../../../shared/contracts/node-api.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_COMMAND_ID, exampleMetrics, exampleReport, exampleWork } from "./examples.ts";
import { checkClock, checkOwnNode } from "./own-node.ts";

const route = createRoute({
  operationId: "nodeHeartbeat",
  method: "post",
  path: "/api/v1/nodes/{id}/heartbeat",
  tags: ["node protocol"],
  summary: "A node tells how it is; the answer brings what it is told to do",
  request: {
    params: IdParam,
    body: jsonBody(Heartbeat, {
      sent_at: EXAMPLE_NOW,
      ...exampleReport,
      activity: "running",
      metrics: exampleMetrics,
      work: [exampleWork],
      done: [],
    }),
  },
  responses: {
    200: okResponse("Commands, and when to come back", HeartbeatAnswer, {
      now: EXAMPLE_NOW,
      interval_ms: 15_000,
      commands: [{ id: EXAMPLE_COMMAND_ID, kind: "pause" }],
    }),
    ...errorResponses(400, 404, 413, 415, 422),
  },
});

export const nodeHeartbeat = operation(
  "nodes:lease",
  route,
  async (c) => {
    const { id } = c.req.valid("param");
    const beat = c.req.valid("json");
    checkOwnNode(c, id);
    checkClock(c, beat.sent_at);
    const { fleet, clock } = c.get("services");
    const { commands, interval_ms: intervalMs } = unwrap(await fleet.heartbeat(id, beat));
    return ok(c, { now: clock.now(), interval_ms: intervalMs, commands });
  },
  { machine: true },
);
