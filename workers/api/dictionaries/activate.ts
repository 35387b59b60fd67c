import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleActiveVersion, VersionParams, VersionView, versionView } from "./views.ts";

const route = createRoute({
  operationId: "activateDictionaryVersion",
  method: "post",
  path: "/api/v1/dictionaries/{platform}/{kind}/versions/{version}/activate",
  tags: ["dictionary"],
  summary: "Make a version the active one: one that waits, or an earlier one",
  request: { params: VersionParams },
  responses: {
    200: okResponse("The version after it", VersionView, exampleActiveVersion),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const activateDictionaryVersion = operation("platforms:write", route, async (c) => {
  const { platform, kind, version } = c.req.valid("param");
  const activated = await c.get("services").dictionaries.activate(platform, kind, version, actorOf(c));
  const view = versionView(activated);
  audit(c, {
    action: "dictionary.activate",
    record: `dictionary:${platform}/${kind}/${version}`,
    after: view,
  });
  return ok(c, view);
});
