import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";

const Requested = z.object({
  platforms: z.array(Platform),
  requested: z.number().int().describe("Addresses that will be fetched, at the platforms' pace"),
});

const route = createRoute({
  operationId: "loadDictionaries",
  method: "post",
  path: "/api/v1/dictionaries/load",
  tags: ["dictionary"],
  summary: "Load the dictionaries of the sites now; they are loaded weekly without it",
  request: {
    body: jsonBody(
      z.strictObject({
        platforms: z
          .array(Platform)
          .min(1)
          .max(PLATFORMS.length)
          .transform((platforms) => [...new Set(platforms)])
          .optional()
          .describe("All when left out"),
      }),
      { platforms: ["boss"] },
    ),
  },
  responses: {
    200: okResponse("Planned; GET /api/v1/dictionaries says how it ends", Requested, {
      platforms: ["boss"],
      requested: 4,
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const loadDictionaries = operation("platforms:write", route, async (c) => {
  const { platforms = [...PLATFORMS] } = c.req.valid("json");
  const { dictionaries } = c.get("services");
  const requested = await dictionaries.request(platforms, actorOf(c));
  dictionaries.runInBackground(c.get("requestId"));
  audit(c, { action: "dictionary.load", after: { platforms, requested } });
  return ok(c, { platforms, requested });
});
