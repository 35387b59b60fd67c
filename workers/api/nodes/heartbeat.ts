import { createRoute } from "@hono/zod-openapi";
import { Heartbeat, HeartbeatAnswer } from "../../../shared/contracts/node-api.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { fleetValue } from "./node-view.ts";
import { checkClock, checkOwnNode } from "./own-node.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/heartbeat",
  tags: ["node protocol"],
  summary: "A node tells how it is; the answer brings what it is told to do",
  request: { params: IdParam, body: body(Heartbeat) },
  responses: {
    200: answer("Commands, and when to come back", HeartbeatAnswer),
    ...errors(400, 404, 413, 415, 422),
  },
});

export const heartbeat = operation(
  "nodes:lease",
  route,
  async (c) => {
    const { id } = c.req.valid("param");
    const beat = c.req.valid("json");
    checkOwnNode(c, id);
    checkClock(c, beat.sent_at);
    const { fleet, clock } = c.get("services");
    const { commands, intervalMs } = fleetValue(await fleet.heartbeat(id, beat));
    return ok(c, { now: clock.now(), interval_ms: intervalMs, commands });
  },
  { machine: true },
);
