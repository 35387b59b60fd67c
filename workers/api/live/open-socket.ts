import { createRoute, z } from "@hono/zod-openapi";
import { LiveGroup } from "../../../shared/contracts/live.ts";
import { created, createdResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { allowedTopics, EXAMPLE_SOCKET_ID, LiveTopics } from "./topics.ts";

const Opened = z.object({
  socket: z.uuid(),
  ticket: z.string().describe("Opens one socket within 30 s: GET /api/v1/live/{group}?ticket="),
  refused: z.array(z.string()).describe("Topics that the caller may not watch, or that are not there"),
});

const route = createRoute({
  operationId: "openLiveSocket",
  method: "post",
  path: "/api/v1/live/{group}/sockets",
  tags: ["live"],
  summary: "Get a ticket for a WebSocket that tells what changes in some topics",
  request: {
    params: z.object({ group: LiveGroup }),
    body: jsonBody(LiveTopics, { topics: [] }),
  },
  responses: {
    201: createdResponse("A ticket", Opened, {
      socket: EXAMPLE_SOCKET_ID,
      ticket: "ZJ1dXl2Tn0u8bq3vF7yKcA",
      refused: [],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const openLiveSocket = operation(
  "read",
  route,
  async (c) => {
    const { group } = c.req.valid("param");
    const { topics, refused } = await allowedTopics(c, group, c.req.valid("json").topics);
    const { userId, seesRecruiters } = principalOf(c);
    const socket = crypto.randomUUID();
    const ticket = crypto
      .getRandomValues(new Uint8Array(16))
      .toBase64({ alphabet: "base64url", omitPadding: true });
    await c
      .get("services")
      .liveFeed(group)
      .expect({ socket, ticket, userId, masked: !seesRecruiters, topics });
    return created(c, { socket, ticket, refused });
  },
  // A browser renews its sockets each minute: a line of the audit log for each would hide the others.
  { machine: true },
);
