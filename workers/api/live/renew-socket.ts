import { createRoute, z } from "@hono/zod-openapi";
import { LiveGroup } from "../../../shared/contracts/live.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { allowedTopics, EXAMPLE_SOCKET_ID, LiveTopics } from "./topics.ts";

const route = createRoute({
  operationId: "renewLiveSocket",
  method: "put",
  path: "/api/v1/live/{group}/sockets/{socket}",
  tags: ["live"],
  summary: "Keep a socket for another 3 minutes, with these topics; each is checked anew",
  request: {
    params: z.object({
      group: LiveGroup,
      socket: z.uuid("is not a UUID").openapi({ example: EXAMPLE_SOCKET_ID }),
    }),
    body: jsonBody(LiveTopics, { topics: [] }),
  },
  responses: {
    200: okResponse("It is told about these topics", z.object({ refused: z.array(z.string()) }), {
      refused: [],
    }),
    ...errorResponses(400, 404, 413, 415, 422),
  },
});

export const renewLiveSocket = operation(
  "read",
  route,
  async (c) => {
    const { group, socket } = c.req.valid("param");
    const { topics, refused } = await allowedTopics(c, group, c.req.valid("json").topics);
    const { userId, seesRecruiters } = principalOf(c);
    const known = await c.get("services").liveFeed(group).renew(socket, userId, !seesRecruiters, topics);
    if (!known) throw new ApiError("not_found", `no socket ${socket}`);
    return ok(c, { refused });
  },
  { machine: true },
);
