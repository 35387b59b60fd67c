import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleVersion, VersionParams, VersionView, versionView } from "./views.ts";

const route = createRoute({
  operationId: "rejectDictionaryVersion",
  method: "post",
  path: "/api/v1/dictionaries/{platform}/{kind}/versions/{version}/reject",
  tags: ["dictionary"],
  summary: "Refuse a version that waits; the active one stays, and the same answer of the site asks no more",
  request: { params: VersionParams },
  responses: {
    200: okResponse("The version after it", VersionView, { ...exampleVersion, state: "rejected" }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const rejectDictionaryVersion = operation("platforms:write", route, async (c) => {
  const { platform, kind, version } = c.req.valid("param");
  const rejected = await c.get("services").dictionaries.reject(platform, kind, version, actorOf(c));
  const view = versionView(rejected);
  audit(c, { action: "dictionary.reject", record: `dictionary:${platform}/${kind}/${version}`, after: view });
  return ok(c, view);
});
